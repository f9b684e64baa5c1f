import type { ReadOptions } from '../dump/read-dump.ts';

/** What the command line says of how a dump is to be read; the mapping file is read. */
export async function readOptions(options: {
  readonly format?: readonly string[] | undefined;
  readonly mapping?: string | undefined;
  readonly keepQuery?: boolean | undefined;
  readonly redactDomains?: boolean | undefined;
}): Promise<ReadOptions> {
  const { format: formats, keepQuery, redactDomains } = options;
  if (options.mapping === undefined) return { formats, keepQuery, redactDomains };
  const { readMapping } = await import('../dump/mapping/read-mapping.ts');
  return { formats, keepQuery, redactDomains, mapping: await readMapping(options.mapping) };
}
