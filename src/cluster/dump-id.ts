import { dumpRows } from '../dump/dump-rows.ts';
import { lastingKeys } from '../dump/keys.ts';
import type { LoadedDump } from '../dump/load.ts';
import type { Engine } from '../engine/engine.ts';

/** SQL for a sum of keys that leaves 64 bits: a key again, whatever the order of the rows. */
export const sumOfKeys = (key: string): string => `(sum(${key}::HUGEINT) % 18446744073709551616)::UBIGINT`;

/** What a row says, but for texts, which options change. */
export const saidByRow = [
  'event_identity',
  'event_type',
  'time',
  'delivery_id',
  'message',
  'person',
  'is_test',
  'is_machine',
  'variant',
  'user_agent',
] as const;

/**
 * What a dump is known by again, a 64 bit number as a text: the rows that it has, in whatever files and in whatever order they
 * come, and however links and domains are told.
 */
export async function dumpIdOf(engine: Engine, { read, rejected }: LoadedDump): Promise<string> {
  const counts = `${read} ${rejected.reduce((sum, rows) => sum + rows, 0)}`;
  const [row] = await engine.query(`
    SELECT CAST(${lastingKeys.of(`'${counts} ' || ${sumOfKeys(lastingKeys.of(...saidByRow))}`)} AS VARCHAR) AS dump_id
    FROM ${dumpRows}
    WHERE event_type IS NOT NULL`);
  return String(row?.dump_id);
}
