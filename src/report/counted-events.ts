import { linkWithoutAddresses, withoutAddresses } from '../dump/canonical-columns.ts';
import { dumpRows, type LoadedDump } from '../dump/load.ts';
import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import type { DeliveryFates } from './audit.ts';
import { deliveryIdSql, laterCopies } from './deliveries.ts';
import { engagementEventsQuery } from './engagement-events.ts';
import { messageOutcomesQuery } from './message-outcomes.ts';
import type { Window } from './window.ts';

/** A delivery in a window, under one number in the engine: in two windows it is two scopes. */
export interface Scope {
  readonly number: number;
  readonly deliveryId: string;
  readonly window: Window;
}

/** The relations that the queries of the report read from. */
export const relations = {
  events: 'events',
  messages: 'messages',
  engagement: 'engagement',
  agents: 'agents',
  links: 'links',
} as const;

/** The key of a program that opened or clicked, and of a link; NULL where the row names none. */
const agentKey = 'hash(user_agent)';
const linkKey = 'CASE WHEN url IS NOT NULL OR link_label IS NOT NULL THEN hash(url, link_label) END';

const instant = (value: number | null): string => (value === null ? 'NULL' : String(value));

/** SQL that is true for the rows of sources where other events tell of sends. */
function impliesSends({ impliesSends }: LoadedDump): string {
  const numbers = impliesSends.flatMap((implies, source) => (implies ? [source] : []));
  if (numbers.length === impliesSends.length) return 'true';
  return numbers.length === 0 ? 'false' : `source IN (${numbers.join(', ')})`;
}

/**
 * Lays the relations that the queries read from over the loaded dump:
 * `placed` has the rows of each scope's delivery with their fate in it, `events` those that count, `messages` their messages,
 * `engagement` what people and machines did with them.
 */
export async function layRelations(
  engine: Engine,
  dump: LoadedDump,
  scopes: readonly Scope[],
  includeTests: boolean,
): Promise<void> {
  await engine.run(`
    CREATE TABLE scopes AS
    SELECT * FROM (VALUES
      ${scopes
        .map(
          ({ number, deliveryId, window }) =>
            `(${number}, ${sqlText(deliveryId)}, ${instant(window.from)}, ${instant(window.to)})`,
        )
        .join(',\n      ')}
    ) AS chosen (scope, delivery, window_from, window_to);
    CREATE VIEW placed AS
    SELECT
      scopes.scope,
      ${dumpRows}.*,
      CASE
        WHEN event_type = 'ignored' THEN 'ignored'
        WHEN ${dumpRows}.rowid IN (SELECT row FROM ${laterCopies}) THEN 'duplicates'
        WHEN ${includeTests ? 'false' : 'is_test = 1'} THEN 'test'
        WHEN time < window_from OR time >= window_to THEN 'outside_window'
        ELSE 'counted'
      END AS fate
    FROM ${dumpRows}
    INNER JOIN scopes ON scopes.delivery = ${deliveryIdSql(dump)}
    WHERE event_type IS NOT NULL;
    CREATE TABLE ${relations.events} AS
    SELECT
      scope, event_type, time, message, person, bounce_category, reason, code, is_machine,
      CASE WHEN ${impliesSends(dump)} THEN implies_sent ELSE 0 END AS implies_sent,
      domain, variant, sender_block, ${linkKey} AS link,
      CASE WHEN user_agent IS NOT NULL THEN ${agentKey} END AS agent
    FROM placed
    WHERE fate = 'counted';
    CREATE TABLE ${relations.messages} AS ${messageOutcomesQuery(relations.events)};
    CREATE TABLE ${relations.engagement} AS ${engagementEventsQuery(relations.events, relations.messages)};
    CREATE TABLE ${relations.agents} AS
    SELECT ${agentKey} AS agent, ${withoutAddresses('user_agent')} AS user_agent
    FROM (SELECT DISTINCT user_agent FROM ${dumpRows} WHERE user_agent IS NOT NULL) AS named;
    CREATE TABLE ${relations.links} AS
    SELECT ${linkKey} AS link, ${linkWithoutAddresses('url')} AS url, ${withoutAddresses('link_label')} AS label
    FROM (
      SELECT DISTINCT url, link_label
      FROM ${dumpRows}
      WHERE url IS NOT NULL OR link_label IS NOT NULL
    ) AS clicked`);
}

/** What became of the rows of each scope's delivery, by the scope's number. */
export async function findFates(engine: Engine): Promise<(scope: number) => DeliveryFates> {
  const rows = await engine.query(`
    SELECT scope, fate, count(*) AS rows
    FROM placed
    WHERE NOT (fate = 'ignored' AND delivery_id IS NULL)
    GROUP BY scope, fate`);
  const [nobodys] = await engine.query(`
    SELECT count(*) AS rows FROM ${dumpRows} WHERE event_type = 'ignored' AND delivery_id IS NULL`);
  const counts = new Map(rows.map((row) => [`${row.scope} ${row.fate}`, Number(row.rows)]));
  return (scope) => {
    const count = (fate: string): number => counts.get(`${scope} ${fate}`) ?? 0;
    return {
      counted: count('counted'),
      duplicates: count('duplicates'),
      test: count('test'),
      outsideWindow: count('outside_window'),
      ignored: count('ignored') + Number(nobodys?.rows ?? 0),
    };
  };
}
