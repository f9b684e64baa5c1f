import { dumpRows, type LoadedDump } from '../dump/load.ts';
import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import type { DeliveryFates } from './audit.ts';
import { type Delivery, deliveryIdSql, laterCopies } from './deliveries.ts';
import { messageOutcomesQuery } from './message-outcomes.ts';
import type { Window } from './window.ts';

/** A delivery that is reported on, with its number in the engine. */
export interface ReportedDelivery extends Delivery {
  readonly number: number;
  readonly window: Window;
}

/** The relations that the queries of the report read from. */
export const relations = { events: 'events', messages: 'messages' } as const;

const instant = (value: number | null): string => (value === null ? 'NULL' : String(value));

/**
 * Lays the relations that the queries read from over the loaded dump:
 * `placed` has the rows of the reported deliveries with their fate, `events` those that count, `messages` their messages.
 */
export async function layRelations(
  engine: Engine,
  dump: LoadedDump,
  deliveries: readonly ReportedDelivery[],
  includeTests: boolean,
): Promise<void> {
  await engine.run(`
    CREATE TABLE deliveries AS
    SELECT * FROM (VALUES
      ${deliveries
        .map(
          ({ number, id, window }) =>
            `(${number}, ${sqlText(id)}, ${instant(window.from)}, ${instant(window.to)})`,
        )
        .join(',\n      ')}
    ) AS chosen (delivery, id, window_from, window_to);
    CREATE VIEW placed AS
    SELECT
      deliveries.delivery,
      ${dumpRows}.*,
      CASE
        WHEN event_type = 'ignored' THEN 'ignored'
        WHEN ${dumpRows}.rowid IN (SELECT row FROM ${laterCopies}) THEN 'duplicates'
        WHEN ${includeTests ? 'false' : 'is_test = 1'} THEN 'test'
        WHEN time < window_from OR time >= window_to THEN 'outside_window'
        ELSE 'counted'
      END AS fate
    FROM ${dumpRows}
    INNER JOIN deliveries ON deliveries.id = ${deliveryIdSql(dump)}
    WHERE event_type IS NOT NULL;
    CREATE TABLE ${relations.events} AS
    SELECT delivery, event_type, time, message, person, bounce_category, reason, code, is_machine, implies_sent
    FROM placed
    WHERE fate = 'counted';
    CREATE TABLE ${relations.messages} AS ${messageOutcomesQuery(relations.events)}`);
}

/** What became of the rows of each reported delivery, by its number. */
export async function findFates(engine: Engine): Promise<(delivery: number) => DeliveryFates> {
  const rows = await engine.query(`
    SELECT delivery, fate, count(*) AS rows
    FROM placed
    WHERE NOT (fate = 'ignored' AND delivery_id IS NULL)
    GROUP BY delivery, fate`);
  const [nobodys] = await engine.query(`
    SELECT count(*) AS rows FROM ${dumpRows} WHERE event_type = 'ignored' AND delivery_id IS NULL`);
  const counts = new Map(rows.map((row) => [`${row.delivery} ${row.fate}`, Number(row.rows)]));
  return (delivery) => {
    const count = (fate: string): number => counts.get(`${delivery} ${fate}`) ?? 0;
    return {
      counted: count('counted'),
      duplicates: count('duplicates'),
      test: count('test'),
      outsideWindow: count('outside_window'),
      ignored: count('ignored') + Number(nobodys?.rows ?? 0),
    };
  };
}
