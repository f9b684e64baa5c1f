import { openHeadRow } from './envelopes.ts';
import { type Head, readHead } from './head.ts';
import { headRows, headTexts } from './head-rows.ts';
import type { DumpSource } from './source.ts';

function rowsIn(head: Head, { format }: DumpSource, texts: readonly string[]): number {
  if (head.container === 'csv') return texts.length;
  return headRows(head).flatMap((row) => openHeadRow(format, row)).length;
}

/**
 * About how many rows a byte of a dump file holds, as its first rows have it; null where they do not say, and for Parquet,
 * whose rows the engine counts. Good enough to show how much has been read, and for nothing else.
 */
export async function rowsPerByte(source: DumpSource): Promise<number | null> {
  const { container, format } = source;
  if (container === 'parquet' || container === 'form' || format.parts !== undefined) return null;
  const head = await readHead(source);
  const texts = headTexts(head);
  const characters = texts.reduce((sum, text) => sum + text.length + 1, 0);
  if (characters === 0 || head.text.length === 0) return null;
  return (rowsIn(head, source, texts) / characters) * (head.text.length / head.bytes);
}
