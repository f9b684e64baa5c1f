import * as z from 'zod';
import type { QueryRow, QueryValue } from '../engine.ts';

const answerSchema = z.object({
  meta: z.array(z.object({ name: z.string(), type: z.string() })),
  data: z.array(z.array(z.unknown())),
  rows: z.int(),
});

const integerType = /^(?:LowCardinality\()?(?:Nullable\()?U?Int\d+\)*$/;

function integer(value: unknown, name: string): number {
  // 64 bits come as a text where the server's settings say so.
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw new Error(`ClickHouse gave a number in the column ${name} that is too large to be exact`);
}

function plainValue(value: unknown, name: string): QueryValue {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  ) {
    return value;
  }
  throw new Error(`ClickHouse gave a list in the column ${name}, which is no plain value`);
}

/** The end of a whole answer was not there: what came is not the result. */
export class HalfAnswer extends Error {}

/**
 * The rows of an answer in the format JSONCompact. What proves it whole is its end: it has how many rows there are.
 * @throws HalfAnswer where it breaks off
 */
export function rowsOf(body: string): readonly QueryRow[] {
  const { meta, data, rows } = answerSchema.parse(parsed(body));
  if (rows !== data.length) throw new HalfAnswer('rows are missing');
  const columns = meta.map(({ name, type }) => ({
    name,
    read: integerType.test(type) ? integer : plainValue,
  }));
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
