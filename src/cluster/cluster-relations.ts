import type { Dialect } from '../engine/dialect.ts';
import { engagementEventsQuery } from '../report/engagement-events.ts';
import { eventCountsQuery } from '../report/event-counts.ts';
import type { CountingOptions } from '../report/event-store.ts';
import { failuresQuery, reasonGroupsQuery } from '../report/failures.ts';
import { taggedEventsQuery } from '../report/machines/tagged-events.ts';
import { messageCountsQuery } from '../report/message-counts.ts';
import { messageOutcomesQuery } from '../report/message-outcomes.ts';
import { peopleQuery } from '../report/people.ts';
import type { Relations } from '../report/relations.ts';
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
const failureColumns = [
  ...['scope', 'event_type', 'bounce_category', 'domain', 'sender_block', 'reason', 'code', 'events'],
];

/** Answers that have to be known of all shards before a shard can be asked for more. */
export interface KnownBefore {
  readonly spans: readonly { readonly scope: number; readonly first: number; readonly last: number }[];
  readonly linkCounts: readonly { readonly scope: number; readonly links: number }[];
}

/** What is written in place of a relation that no query may read yet. */
const unknown = '(nothing is known yet)';

/**
 * The relations of the report, each as the query that gives it: nothing is laid anywhere, each query reads the events anew. Those
 * that are counted are so where the events lie, with a row of its own from each place; of the others a query sees
 * those of the place where it is asked (see `Dialect.wherever`).
 */
export function clusterRelations(
  rows: CountedRows,
  dialect: Dialect,
  { machineRules, reasons, redactDomains }: CountingOptions,
  known: KnownBefore | null,
): Relations {
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
  const ownEventCounts = `(${eventCountsQuery(events)})`;
  const failures = dialect.wherever(failureColumns, failuresQuery(failed));
  const engagement = `(${engagementEventsQuery(engaged, messages, dialect)})`;
  const agents = `(
      SELECT agent, any(user_agent) AS user_agent
      FROM ${rows.of(['agent', 'user_agent'], ['open', 'click'])} AS named
      WHERE agent IS NOT NULL
      GROUP BY agent
    )`;
  const linkCounts =
    known === null
      ? unknown
      : literalRows(
          ['toUInt32(scope)', 'delivery_links'],
          known.linkCounts.map(({ scope, links }) => `(${scope}, toUInt64(${links}))`),
        );
  const activity = `(${taggedEventsQuery({ engagement, agents, linkCounts, dialect }, machineRules)})`;
  return {
    events,
    eventCounts: dialect.wherever(eventCountColumns, eventCountsQuery(events)),
    ownEventCounts,
    spans:
      known === null
        ? unknown
        : literalRows(
            ['toUInt32(scope)', 'first_time', 'last_time'],
            known.spans.map(({ scope, first, last }) => `(${scope}, toInt64(${first}), toInt64(${last}))`),
          ),
    messages,
    messageCounts: dialect.wherever(messageCountColumns, messageCountsQuery(messages)),
    failures,
    reasonGroups: `(${reasonGroupsQuery(failures, dialect, { reasons, redactDomains })})`,
    engagement,
    activity,
    people: `(${peopleQuery(activity)})`,
    agents,
    links: `(
      SELECT link, any(url) AS url, any(label) AS label
      FROM ${rows.of(['link', 'url', 'label'], ['click'])} AS named
      WHERE link IS NOT NULL
      GROUP BY link
    )`,
    linkCounts,
  };
}
