import { linkWithoutAddresses, withoutAddresses } from '../dump/canonical-columns.ts';
import { dumpRows } from '../dump/dump-rows.ts';
import type { LoadedDump } from '../dump/load.ts';
import type { Engine } from '../engine/engine.ts';
import { deliveryAccounts, deliveryIdSql, isKept } from './deliveries.ts';
import { engagementEventsQuery } from './engagement-events.ts';
import { eventCountsQuery } from './event-counts.ts';
import type { CountingOptions, Scope } from './event-store.ts';
import { failuresQuery, reasonGroupsQuery } from './failures.ts';
import { taggedEventsQuery } from './machines/tagged-events.ts';
import { messageCountsQuery } from './message-counts.ts';
import { messageOutcomesQuery } from './message-outcomes.ts';
import { domainNames, numberNames, variantNames } from './names.ts';
import { peopleQuery } from './people.ts';
import { relations } from './relations.ts';

/** The key of a program that opened or clicked, and of a link; NULL where the row names none. */
const agentKey = 'hash(user_agent)';
const linkKey = 'CASE WHEN url IS NOT NULL OR link_label IS NOT NULL THEN hash(url, link_label) END';

const instant = (value: number | null): string => (value === null ? 'NULL' : String(value));

/** SQL that is true for the rows of sources where other events tell of sends. */
export function impliesSends({ impliesSends }: LoadedDump): string {
  const numbers = impliesSends.flatMap((implies, source) => (implies ? [source] : []));
  if (numbers.length === impliesSends.length) return 'true';
  return numbers.length === 0 ? 'false' : `source IN (${numbers.join(', ')})`;
}

/**
 * Lays the relations that the queries read from over the loaded dump: what counts of it, in each scope. The rows of the dump
 * are let go of then.
 */
export async function layRelations(
  engine: Engine,
  dump: LoadedDump,
  scopes: readonly Scope[],
  { includeTests, machineRules, reasons, redactDomains }: CountingOptions,
): Promise<void> {
  const domain = await numberNames(engine, domainNames, { redact: redactDomains });
  const variant = await numberNames(engine, variantNames, { keys: dump.keys });
  // Copies are told by now, and nothing else depends on the order of rows: keeping it takes memory for what waits its turn.
  await engine.run(`
    SET preserve_insertion_order = false;
    CREATE TABLE scopes AS
    SELECT scope, ${deliveryIdSql(dump)} AS delivery, window_from, window_to
    FROM (VALUES
      ${scopes
        .map(
          ({ number, delivery, window }) =>
            `(${number}, ${delivery.place}, ${instant(window.from)}, ${instant(window.to)})`,
        )
        .join(',\n      ')}
    ) AS chosen (scope, chosen_place, window_from, window_to)
    INNER JOIN ${deliveryAccounts} ON place = chosen_place;
    CREATE VIEW counted_rows AS
    SELECT
      scope, event_type, time, message, person, bounce_category, reason, code, is_machine,
      CASE WHEN ${impliesSends(dump)} THEN implies_sent ELSE 0 END::UTINYINT AS implies_sent,
      ${domain} AS domain, ${variant} AS variant, sender_block, ${linkKey} AS link,
      CASE WHEN user_agent IS NOT NULL THEN ${agentKey} END AS agent
    FROM ${dumpRows}
    INNER JOIN scopes ON scopes.delivery = ${deliveryIdSql(dump)}
    WHERE ${isKept(includeTests)}
      AND (window_from IS NULL OR time >= window_from)
      AND (window_to IS NULL OR time < window_to);
    CREATE TABLE ${relations.events} AS
    SELECT scope, event_type, time, message, bounce_category, is_machine, implies_sent, domain, variant
    FROM counted_rows;
    CREATE TABLE ${relations.eventCounts} AS ${eventCountsQuery(relations.events)};
    CREATE TABLE ${relations.messages} AS ${messageOutcomesQuery(relations.events)};
    CREATE TABLE ${relations.messageCounts} AS ${messageCountsQuery(relations.messages)};
    CREATE TABLE ${relations.failures} AS ${failuresQuery('counted_rows')};
    CREATE TABLE ${relations.reasonGroups} AS ${reasonGroupsQuery(relations.failures, engine.dialect, { reasons, redactDomains })};
    CREATE TABLE ${relations.engagement} AS ${engagementEventsQuery('counted_rows', relations.messages, engine.dialect)};
    CREATE TABLE ${relations.agents} AS
    SELECT ${agentKey} AS agent, ${withoutAddresses('user_agent')} AS user_agent
    FROM (SELECT DISTINCT user_agent FROM ${dumpRows} WHERE user_agent IS NOT NULL) AS named;
    CREATE TABLE ${relations.links} AS
    SELECT ${linkKey} AS link, ${linkWithoutAddresses('url')} AS url, ${withoutAddresses('link_label')} AS label
    FROM (
      SELECT DISTINCT url, link_label
      FROM ${dumpRows}
      WHERE url IS NOT NULL OR link_label IS NOT NULL
    ) AS clicked;
    DROP VIEW counted_rows;
    DROP TABLE ${dumpRows};
    CREATE TABLE ${relations.activity} AS ${taggedEventsQuery({ ...relations, dialect: engine.dialect }, machineRules)};
    CREATE TABLE ${relations.people} AS ${peopleQuery(relations.activity)}`);
}
