import { type DumpPiece, dumpPieces, type SampleDump } from '../../src/sample/dump-text.ts';
import type { SampleFormat } from '../../src/sample/format-names.ts';
import { sampleKindOf } from '../../src/sample/formats.ts';

/** The whole text of a dump, as writeSample would write it. */
export function dumpOf(format: SampleFormat, recipients: number, seed: number, delivery = {}): string {
  const kind = sampleKindOf(format);
  const dump: SampleDump = { ...kind, recipients, seed, delivery: { ...kind.delivery, ...delivery } };
  return Array.from(dumpPieces(dump), (piece: DumpPiece) => piece.text).join('');
}

/** The rows of a dump's text. */
export function rowsOf<Row>(text: string): Row[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}
