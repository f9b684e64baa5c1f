import { sqlText } from '../../engine/dialect.ts';
import type { Engine } from '../../engine/engine.ts';
import { type Delivery, usable } from '../../report/deliveries.ts';
import type { EventStore, Scope } from '../../report/event-store.ts';
import { countedColumns, isInWindow, laysActivity, laysOutcomes } from '../../report/lay-relations.ts';
import { relationsOver } from '../../report/relations.ts';
import { type RowContext, rowRelations } from '../../report/row-relations.ts';
import { isWithin, scopeValues, windowAround } from '../../report/window-sql.ts';
import { isCopy } from './copies.ts';
import { places, shownNames, storedRows } from './state-tables.ts';

const askedWindows = 'asked_windows';
const countedRows = 'counted_rows';

/** How the rows of a state are counted. */
interface CountedAs {
  /** What rows without a delivery are counted as. */
  readonly dumpName: string;
  /** SQL that is true for rows of sources in which other events tell of sends. */
  readonly impliesSends: string;
}

const notesWindows = (scopes: readonly Scope[]): string => `
    CREATE OR REPLACE TEMP TABLE ${askedWindows} (scope BIGINT, place INTEGER, window_from BIGINT, window_to BIGINT);
    INSERT INTO ${askedWindows} VALUES ${scopeValues(scopes)};`;

/**
 * The events of a state that is counted up to date, of some of its deliveries, in any windows: they are told from the stored rows
 * in these alone, as those of a dump are.
 */
export function eventsInWindows(
  engine: Engine,
  deliveries: readonly Delivery[],
  { dumpName, impliesSends }: CountedAs,
): EventStore {
  return {
    partial: () => null,
    deliveriesAtOnce: Number.POSITIVE_INFINITY,
    findDeliveries: async () => deliveries,
    lay: async (scopes, { includeTests, machineRules }) => {
      const rows: RowContext = { ...rowRelations, dialect: engine.dialect, machineRules };
      const asked = windowAround(scopes.map(({ window }) => window)) ?? { from: null, to: null };
      const create = 'CREATE OR REPLACE TEMP TABLE';
      await engine.run(`
        ${notesWindows(scopes)}
        CREATE OR REPLACE TEMP VIEW ${countedRows} AS
        SELECT scope, ${countedColumns({
          impliesSends,
          domain: 'domain_names.shown',
          variant: 'variant_names.shown',
        })}
        FROM ${storedRows} AS stored
        INNER JOIN ${places} ON key = coalesce(delivery_id, ${sqlText(dumpName)})
        INNER JOIN ${askedWindows} USING (place)
        LEFT JOIN ${shownNames.domain} AS domain_names ON domain_names.text = domain
        LEFT JOIN ${shownNames.variant} AS variant_names ON variant_names.text = variant
        WHERE ${isWithin(asked)} AND ${usable}${includeTests ? '' : ' AND is_test = 0'}
          AND NOT ${isCopy} AND ${isInWindow};
        ${laysOutcomes(create, rows, countedRows)};
        ${laysActivity(create, rows)};
        DROP VIEW ${countedRows}`);
      return {
        dialect: engine.dialect,
        relations: relationsOver(rows),
        query: (sql) => engine.query(sql),
        keep: null,
        confirm: async () => {},
      };
    },
  };
}
