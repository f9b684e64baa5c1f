import type { ReadOptions } from '../dump/read-dump.ts';

/** What the command line says of how a dump is to be read; the mapping file is read. */
export async function readOptions(options: {
  readonly format?: readonly string[] | undefined;
  readonly mapping?: string | undefined;
  readonly keepQuery?: boolean | undefined;
}): Promise<ReadOptions> {
  const { format: formats, keepQuery } = options;
  if (options.mapping === undefined) return { formats, keepQuery };
  const { readMapping } = await import('../dump/mapping/read-mapping.ts');
  return { formats, keepQuery, mapping: await readMapping(options.mapping) };
}
