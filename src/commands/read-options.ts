import type { ReadOptions } from '../dump/read-dump.ts';

/** What the command line says of how a dump is to be read; the mapping file is read. */
export async function readOptions(options: {
  readonly format?: readonly string[] | undefined;
  readonly mapping?: string | undefined;
  readonly wholeUrls?: boolean | undefined;
}): Promise<ReadOptions> {
  const { format: formats, wholeUrls } = options;
  if (options.mapping === undefined) return { formats, wholeUrls };
  const { readMapping } = await import('../dump/mapping/read-mapping.ts');
  return { formats, wholeUrls, mapping: await readMapping(options.mapping) };
}
