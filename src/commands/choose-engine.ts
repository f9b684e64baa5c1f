import { isClickHouseSource } from '../engine/clickhouse/source-url.ts';
import { UsageError } from '../errors.ts';

/** What may run the queries of a report. */
export const engineNames = ['duckdb', 'clickhouse'] as const;

export type EngineName = (typeof engineNames)[number];

/**
 * The arguments of a dump as the engine that was chosen takes them: for ClickHouse a table may be given without `clickhouse://`.
 * @throws UsageError where a table is to be read by an engine that reads files
 */
export function dumpForEngine(dump: readonly string[], engine: EngineName | undefined): readonly string[] {
  if (engine === 'clickhouse')
    return dump.map((argument) => (isClickHouseSource(argument) ? argument : `clickhouse://${argument}`));
  if (engine === 'duckdb' && dump.some(isClickHouseSource)) {
    throw new UsageError(
      '--engine duckdb reads files, and not from a ClickHouse',
      'leave out --engine, or give the files',
    );
  }
  return dump;
}
