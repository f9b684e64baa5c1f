import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { blockKinds, eventTypes, ignoredType } from './formats/format.ts';

/** The table that dumps are read into: one row per row read, canonical, before anything is taken out. */
export const dumpRows = 'dump_rows';

/** The engine's table of CSV rows that it could not decode. */
export const undecodedRows = (source: number): string => `undecoded_rows_${source}`;

const enumOf = (values: readonly string[]): string => `ENUM (${values.map(sqlText).join(', ')})`;

/** Makes the types of its columns. */
export async function createRowTypes(engine: Engine): Promise<void> {
  await engine.run(`
    CREATE TYPE event_type AS ${enumOf([...eventTypes, ignoredType])};
    CREATE TYPE bounce_category AS ${enumOf(['hard', 'soft', 'ignored'])};
    CREATE TYPE sender_block AS ${enumOf(blockKinds)}`);
}

/** What the table has of a row, in the order in which rows are made. */
export const rowColumns = `
      source USMALLINT,
      event_type event_type,
      time BIGINT,
      delivery_id VARCHAR,
      delivery_label VARCHAR,
      event_identity UBIGINT,
      message UBIGINT,
      person UBIGINT,
      bounce_category bounce_category,
      reason VARCHAR,
      code VARCHAR,
      is_machine UTINYINT,
      is_test UTINYINT,
      implies_sent UTINYINT,
      domain VARCHAR,
      variant VARCHAR,
      sender_block sender_block,
      url VARCHAR,
      link_label VARCHAR,
      user_agent VARCHAR`;

/** Makes the table, and its types. */
export async function createDumpRows(engine: Engine): Promise<void> {
  await createRowTypes(engine);
  await engine.run(`CREATE TABLE ${dumpRows} (${rowColumns})`);
}
