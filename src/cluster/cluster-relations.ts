import type { Dialect } from '../engine/dialect.ts';
import type { QueryRow } from '../engine/engine.ts';
import { deliveryLinksQuery } from '../report/counts/delivery-links.ts';
import { eventCountsQuery } from '../report/counts/event-counts.ts';
import { failureColumns, failuresQuery, reasonGroupsQuery } from '../report/counts/failures.ts';
import { messageCountsQuery } from '../report/counts/message-counts.ts';
import { engagementEventsQuery } from '../report/engagement-events.ts';
import type { CountingOptions } from '../report/event-store.ts';
import { taggedEventsQuery } from '../report/machines/tagged-events.ts';
import { messageOutcomesQuery } from '../report/message-outcomes.ts';
import { peopleQuery } from '../report/people.ts';
import { keptRelations as kept, type Relations, relationsOver } from '../report/relations.ts';
import { type RowContext, rowRelations } from '../report/row-relations.ts';
import { type CountedRows, literalRows } from './counted-rows.ts';

const failureTypes = ['bounce', 'error', 'excluded', 'delay'];
const engagedTypes = ['open', 'click', 'unsubscribe', 'complaint'];
const sendingTypes = ['sent', 'delivered', 'bounce', 'error', 'excluded'];

const eventCountColumns = [
  ...['scope', 'event_type', 'bounce_category', 'is_machine', 'implies_sent', 'has_message', 'domain'],
  ...['variant', 'events', 'first_time', 'last_time'],
];
const messageCountColumns = [
  ...['scope', 'domain', 'variant', 'implied_sent', 'delivered', 'pending', 'bounced'],
];
const engagementColumns = [
  ...['scope', 'event_type', 'time', 'message', 'person', 'is_machine', 'agent', 'link', 'domain', 'variant'],
  ...['delivered_time', 'since_send'],
];

/** A session with a server: it answers queries, and keeps answers for the others. */
export interface Session {
  readonly query: (sql: string) => Promise<readonly QueryRow[]>;
  readonly keep: (name: string, sql: string) => Promise<void>;
}

/** When the first and the last event of each scope was, written out: it is asked for on shards that do not know of the others. */
async function spansOf({ query }: Session): Promise<string> {
  const rows = await query(`
    SELECT scope, min(first_time) AS first_event, max(last_time) AS last_event
    FROM ${kept.eventCounts}
    GROUP BY scope`);
  return literalRows(
    ['toUInt32(scope)', 'first_time', 'last_time'],
    rows.map(
      ({ scope, first_event, last_event }) =>
        `(${Number(scope)}, toInt64(${Number(first_event)}), toInt64(${Number(last_event)}))`,
    ),
    '(0, toInt64(0), toInt64(0))',
  );
}

/**
 * Lays the relations of the report. Those of all events and messages are queries, which are asked where the events lie and travel as
 * what they count. Engagement is brought together in the session: people are counted of all that they did.
 */
export async function layClusterRelations(
  session: Session,
  rows: CountedRows,
  dialect: Dialect,
  { machineRules, reasons, redactDomains }: CountingOptions,
): Promise<Relations> {
  const { keep } = session;
  const events = rows.of([
    ...(['event_type', 'time', 'message', 'bounce_category', 'is_machine', 'implies_sent'] as const),
    ...(['domain', 'variant'] as const),
  ]);
  const sending = rows.of(
    ['event_type', 'time', 'message', 'bounce_category', 'implies_sent', 'domain', 'variant'],
    sendingTypes,
  );
  const engaged = rows.of(
    ['event_type', 'time', 'message', 'person', 'is_machine', 'agent', 'link', 'domain', 'variant'],
    engagedTypes,
  );
  const failed = rows.of(
    ['event_type', 'bounce_category', 'domain', 'sender_block', 'reason', 'code'],
    failureTypes,
  );
  const messages = `(${messageOutcomesQuery(sending)})`;
  const counted: RowContext = { ...rowRelations, events, messages, dialect, machineRules };
  const wherever = (columns: readonly string[], query: string): string =>
    `SELECT ${columns.join(', ')} FROM ${dialect.wherever(columns, query)} AS told`;
  await keep(kept.eventCounts, wherever(eventCountColumns, eventCountsQuery(events)));
  await keep(kept.messageCounts, wherever(messageCountColumns, messageCountsQuery(messages)));
  await keep(kept.failures, wherever([...failureColumns, 'events'], failuresQuery(failed)));
  await keep(kept.reasonGroups, reasonGroupsQuery(kept.failures, dialect, { reasons, redactDomains }));
  const named = (key: 'agent' | 'link', texts: readonly ('user_agent' | 'url' | 'label')[]): string => {
    const anyOf = texts.map((text) => `any(told_${text}) AS ${text}`).join(', ');
    const told = texts.map((text) => `any(${text}) AS told_${text}`).join(', ');
    const query = `
      SELECT ${key}, ${told}
      FROM ${rows.of([key, ...texts], ['open', 'click'])} AS named
      WHERE ${key} IS NOT NULL
      GROUP BY ${key}`;
    const columns = [key, ...texts.map((text) => `told_${text}`)];
    return `SELECT ${key}, ${anyOf} FROM ${dialect.wherever(columns, query)} AS told GROUP BY ${key}`;
  };
  await keep(kept.agents, named('agent', ['user_agent']));
  await keep(kept.links, named('link', ['url', 'label']));
  // What is kept goes along to every shard that is asked: the largest comes last.
  await keep(
    counted.engagement,
    wherever(engagementColumns, engagementEventsQuery(engaged, messages, dialect)),
  );
  await keep(
    counted.activity,
    taggedEventsQuery(
      { ...counted, agents: kept.agents, deliveryLinks: `(${deliveryLinksQuery(counted.engagement)})` },
      machineRules,
    ),
  );
  await keep(counted.people, peopleQuery(counted.activity));
  return { ...relationsOver(counted), spans: await spansOf(session) };
}
