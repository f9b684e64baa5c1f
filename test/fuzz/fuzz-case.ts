import fc from 'fast-check';
import { formats } from '../../src/dump/formats/index.ts';
import { type ByteMutation, byteMutations, mutateBytes } from './byte-mutations.ts';
import { type CaseContainer, containers, parquetOf, textOf } from './containers.ts';
import { type FieldMutation, fieldMutations, mutateRows, type Row } from './field-mutations.ts';
import { originals, publishedFiles } from './originals.ts';
import { type Packing, pack, packings } from './packing.ts';

/** A dump that was valid, and what is done to it. */
export interface FuzzCase {
  /** Which of the originals; of those that are published, where `published` is given. */
  readonly original: number;
  readonly published: number | null;
  /** How many of its rows are taken. */
  readonly taken: number;
  readonly container: CaseContainer;
  readonly delimiter: string;
  readonly fields: readonly FieldMutation[];
  readonly bytes: readonly ByteMutation[];
  readonly packing: Packing;
  /** Whether bytes of the packed file are changed, or of what is packed. */
  readonly changesPacked: boolean;
  /** Whether the format is given, as with --format, or told from the first rows. */
  readonly isNamed: boolean;
}

const none: fc.Arbitrary<readonly never[]> = fc.constant([]);

const mutations = fc.oneof(
  { weight: 5, arbitrary: fc.record({ fields: none, bytes: byteMutations }) },
  { weight: 5, arbitrary: fc.record({ fields: fieldMutations, bytes: none }) },
  { weight: 1, arbitrary: fc.record({ fields: fieldMutations, bytes: byteMutations }) },
);

const weights: Record<CaseContainer, number> = {
  ndjson: 6,
  'json-lists': 2,
  'json-array': 2,
  'pretty-array': 2,
  'pretty-values': 2,
  csv: 5,
  form: 1,
  'form-lists': 1,
  parquet: 2,
};

export const fuzzCases: fc.Arbitrary<FuzzCase> = fc
  .tuple(
    fc.record({
      original: fc.nat(originals.length - 1),
      published: fc.oneof(
        { weight: 8, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.nat(publishedFiles.length - 1) },
      ),
      taken: fc.integer({ min: 1, max: 20 }),
      container: fc.oneof(
        ...containers.map((container) => ({ weight: weights[container], arbitrary: fc.constant(container) })),
      ),
      delimiter: fc.oneof(
        { weight: 3, arbitrary: fc.constant(',') },
        { weight: 1, arbitrary: fc.constantFrom(';', '\t', '|') },
      ),
      packing: fc.oneof(
        { weight: 12, arbitrary: fc.constant('none' as const) },
        { weight: 2, arbitrary: fc.constantFrom(...packings.slice(1)) },
      ),
      changesPacked: fc.boolean(),
      isNamed: fc.boolean(),
    }),
    mutations,
  )
  .map(([rest, mutations]) => ({ ...rest, ...mutations }));

/** Mixes a run's seed and a case's number, so that neighbours have nothing in common. */
function mixed(seed: number, number: number): number {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35);
  state = Math.imul(state ^ (state >>> 16), 0x7feb352d);
  state = Math.imul(state ^ (state >>> 15), 0x846ca68b);
  return state ^ (state >>> 16);
}

/** What makes fast-check give a case: the same for the same seed and number. */
export const caseParameters = (
  seed: number,
  number: number,
): { readonly seed: number; readonly numRuns: 1 } => ({
  seed: mixed(seed, number),
  numRuns: 1,
});

/** The case of a run by its number. */
export function caseOf(seed: number, number: number): FuzzCase {
  const [fuzzCase] = fc.sample(fuzzCases, caseParameters(seed, number));
  if (fuzzCase === undefined) throw new Error('fast-check gave no case');
  return fuzzCase;
}

/** The file of a case. */
export interface CaseFile {
  readonly bytes: Uint8Array;
  /** What is in it before it is packed; null where that is changed packed, or is no text. */
  readonly text: string | null;
  /** How many rows it has; null where bytes were changed, or rows may come in others. */
  readonly rows: number | null;
  /** The format that it is to be read in; null where it is to be found out. */
  readonly format: string | null;
}

const originalTexts: readonly Uint8Array[] = originals.flatMap(({ rows }) =>
  (['ndjson', 'pretty-values', 'csv'] as const).map((container) => Buffer.from(textOf(rows, container, ','))),
);

const unchangedParquet = new Map<number, Promise<Uint8Array | undefined>>();

async function parquetFor(original: number, rows: readonly Row[], isChanged: boolean): Promise<Uint8Array> {
  const unchanged = (): Promise<Uint8Array | undefined> => {
    const known = unchangedParquet.get(original) ?? parquetOf(originals[original]?.rows ?? []);
    unchangedParquet.set(original, known);
    return known;
  };
  const bytes = (isChanged ? await parquetOf(rows) : undefined) ?? (await unchanged());
  if (bytes === undefined) throw new Error('an original cannot be written as Parquet');
  return bytes;
}

const utf8 = new TextDecoder('utf-8');

/** Parquet is written as whoever writes it can; a line with a list that is broken is one row. */
const heldTogether: readonly CaseContainer[] = ['parquet', 'json-lists', 'form-lists'];

/** True where each row is one: rows of some formats hold others, or are events of several recipients. */
function hasKnownRows({ original, published, container, fields, bytes }: FuzzCase): boolean {
  const format = formats.find(({ id }) => id === originals[original]?.format);
  const isPlain = format !== undefined && format.envelopes.length === 0 && format.parts === undefined;
  const isMixed = fields.some(({ kind }) => kind === 'foreign');
  return isPlain && !isMixed && published === null && bytes.length === 0 && !heldTogether.includes(container);
}

/** Makes the file of a case. */
export async function fileOf(fuzzCase: FuzzCase): Promise<CaseFile> {
  const { original, published, taken, container, delimiter, fields, bytes, packing, changesPacked, isNamed } =
    fuzzCase;
  const others = originals.map(({ rows }) => rows);
  const whole = originals[original]?.rows ?? [];
  const rows = mutateRows(whole.slice(0, taken), fields, others);
  const isParquet = container === 'parquet' && published === null;
  const change = (file: Uint8Array): Uint8Array =>
    mutateBytes(file, bytes, published === null ? originalTexts : publishedFiles);
  const plain =
    published !== null
      ? (publishedFiles[published] ?? new Uint8Array())
      : container === 'parquet'
        ? await parquetFor(original, rows, fields.length > 0)
        : Buffer.from(textOf(rows, container, delimiter));
  const isChangedPacked = changesPacked && packing !== 'none' && bytes.length > 0;
  const inside = isChangedPacked ? plain : change(plain);
  const packed = pack(inside, packing);
  return {
    bytes: isChangedPacked ? change(packed) : packed,
    text: isParquet || isChangedPacked ? null : utf8.decode(inside),
    rows: hasKnownRows(fuzzCase) ? rows.length : null,
    format: isNamed && published === null ? (originals[original]?.format ?? null) : null,
  };
}
