import * as z from 'zod';
import { isQueryValue, type QueryRow, type QueryValue } from '../engine.ts';

const answerSchema = z.object({
  meta: z.array(z.object({ name: z.string(), type: z.string() })),
  data: z.array(z.array(z.unknown())),
  rows: z.int(),
  /** Servers from 23.9 on may end an answer that failed on its way as if it were whole. */
  exception: z.string().optional(),
});

const integerType = /^(?:LowCardinality\()?(?:Nullable\()?U?Int\d+\)*$/;
const fractionType = /^(?:LowCardinality\()?(?:Nullable\()?(?:Float|Decimal)/;

function integer(value: unknown, name: string): number {
  // 64 bits come as a text where the server's settings say so.
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw new Error(`ClickHouse gave a number in the column ${name} that is too large to be exact`);
}

function fraction(value: unknown): number | null {
  // Settings of the user's profile may have these as texts, too.
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function plainValue(value: unknown, name: string): QueryValue {
  if (isQueryValue(value)) return value;
  throw new Error(`ClickHouse gave a list in the column ${name}, which is no plain value`);
}

/** The end of a whole answer was not there: what came is not the result. */
export class HalfAnswer extends Error {
  /** What the server says of it within the answer, if anything. */
  readonly said: string | undefined;

  constructor(message: string, said?: string) {
    super(message);
    this.said = said;
  }
}

type Reader = (value: unknown, name: string) => QueryValue;

function readerOf(type: string): Reader {
  if (integerType.test(type)) return integer;
  return fractionType.test(type) ? fraction : plainValue;
}

/**
 * The rows of an answer in the format JSONCompact. What proves it whole is its end: it has how many rows there are.
 * @throws HalfAnswer where it breaks off
 */
export function rowsOf(body: string): readonly QueryRow[] {
  const { meta, data, rows, exception } = answerSchema.parse(parsed(body));
  if (exception !== undefined) throw new HalfAnswer('it failed on its way', exception);
  if (rows !== data.length) throw new HalfAnswer('rows are missing');
  const columns = meta.map(({ name, type }) => ({ name, read: readerOf(type) }));
  return data.map((row) =>
    Object.fromEntries(
      columns.map(({ name, read }, index) => {
        const value = row[index];
        return [name, value === null ? null : read(value, name)];
      }),
    ),
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new HalfAnswer('it breaks off');
  }
}
