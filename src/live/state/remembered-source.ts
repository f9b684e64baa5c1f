import * as z from 'zod';
import { compressions, containers } from '../../dump/container.ts';
import type { Format } from '../../dump/formats/format.ts';
import type { Keys } from '../../dump/keys.ts';
import type { DumpSource } from '../../dump/source.ts';
import { DamagedState } from './state-file.ts';

const count = z.int().nonnegative();

/** How many rows were read, and what of them. */
const countsSchema = z.object({
  /** Rows in the table. */
  rows: count,
  /** How many of these are rejected. */
  rejected: count,
  /** How many more could not be decoded. */
  undecoded: count,
  /** Rows that are `sent` events. */
  sent: count,
});

export type RowsRead = z.infer<typeof countsSchema>;

export const noRows: RowsRead = { rows: 0, rejected: 0, undecoded: 0, sent: 0 };

export const addRows = (one: RowsRead, other: RowsRead): RowsRead => ({
  rows: one.rows + other.rows,
  rejected: one.rejected + other.rejected,
  undecoded: one.undecoded + other.undecoded,
  sent: one.sent + other.sent,
});

/** What a file was found to be, by its first rows. */
const descriptionSchema = z.object({
  compression: z.enum(compressions),
  container: z.enum(containers),
  format: z.string(),
  because: z.string(),
  jsonValues: z.enum(['rows', 'lists', 'either']),
  enveloped: z.boolean(),
  columns: z.array(z.string()).optional(),
  nestedColumns: z.array(z.string()),
  delimiter: z.string().optional(),
});

export type Description = z.infer<typeof descriptionSchema>;

const rememberedSchema = z.object({
  source: count,
  /** As people name it, and where it is. */
  file: z.string(),
  path: z.string(),
  device: z.string(),
  inode: z.string(),
  /** When it was last looked at. */
  size: count,
  modified: z.string(),
  /** True where rows may be added to its end: it is read in slices. */
  followed: z.boolean(),
  readTo: count,
  line: count,
  marks: z.object({ head: z.string(), last: z.string() }).nullable(),
  parts: z.array(z.object({ to: count, hash: z.string() })),
  description: descriptionSchema,
  /** True where rows came that only the reader for anything takes. */
  readOtherwise: z.boolean(),
  whole: countsSchema,
  /** A last row that no line end closes: it is read again when the file has grown. */
  tail: countsSchema.extend({ firstRow: count }).nullable(),
  /** The line of a last row that is not finished; null where there is none. */
  unfinished: z.number().nullable(),
});

/** What is remembered of a file of the dump, and how far it was read. */
export type RememberedSource = z.infer<typeof rememberedSchema>;

/** @throws DamagedState where it is not what was written */
export function parseRemembered(text: unknown): RememberedSource {
  try {
    return rememberedSchema.parse(JSON.parse(String(text)));
  } catch (error) {
    throw new DamagedState('a source cannot be read', { cause: error });
  }
}

/** All rows of a source. */
export const rowsOf = ({ whole, tail }: RememberedSource): RowsRead =>
  tail === null ? whole : addRows(whole, tail);

export function descriptionOf(source: DumpSource): Description {
  const { compression, container, format, because, jsonValues, enveloped, columns, nestedColumns } = source;
  return {
    ...{ compression, container, format: format.id, because, jsonValues, enveloped },
    ...(columns === undefined ? {} : { columns: [...columns] }),
    nestedColumns: [...nestedColumns],
    ...(source.delimiter === undefined ? {} : { delimiter: source.delimiter }),
  };
}

/** How rows are read, whatever file they are in. */
export interface ReadingChoices {
  readonly keepQuery: boolean;
  readonly redactDomains: boolean;
  readonly keys: Keys;
}

/** The source that was described, to be read as it was then. */
export function sourceOf(
  { file, path, description }: Pick<RememberedSource, 'file' | 'path' | 'description'>,
  format: Format,
  choices: ReadingChoices,
): DumpSource {
  const { columns, delimiter, nestedColumns, ...described } = description;
  return { ...described, ...choices, file, path, format, columns, nestedColumns, delimiter };
}
