import * as z from 'zod';
import type { QueryRow } from '../engine/engine.ts';
import type { Totals } from './report.ts';

const count = z.int().nonnegative();

const eventTotalsSchema = z.object({
  targeted: count,
  excluded: count,
  sent: count,
  bounces: count,
  errors: count,
  opens: count,
  clicks: count,
  machine_opens: count,
  machine_clicks: count,
  retries: count,
  unsubscribes: count,
  complaints: count,
  known_openers: count,
  unknown_openers: count,
  known_clickers: count,
  unknown_clickers: count,
  unknown_implied_sent: count,
  unknown_sent: count,
  unknown_delivered: count,
  unknown_bounces: count,
});

const messageTotalsSchema = z.object({ implied_sent: count, delivered: count, pending: count });

const countIf = (condition: string): string => `sum(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;

/** The query that counts each delivery's events. `unknown` ones name neither a message nor a recipient. */
export function eventTotalsQuery(events: string): string {
  const people = (type: string): string =>
    `count(DISTINCT CASE WHEN event_type = '${type}' AND is_machine = 0 THEN person END)`;
  const unknownPeople = (type: string): string =>
    countIf(`event_type = '${type}' AND is_machine = 0 AND person IS NULL`);
  return `
    SELECT
      delivery,
      ${countIf("event_type = 'targeted'")} AS targeted,
      ${countIf("event_type = 'excluded'")} AS excluded,
      ${countIf("event_type = 'sent'")} AS sent,
      ${countIf("event_type = 'bounce'")} AS bounces,
      ${countIf("event_type = 'error'")} AS errors,
      ${countIf("event_type = 'open' AND is_machine = 0")} AS opens,
      ${countIf("event_type = 'click' AND is_machine = 0")} AS clicks,
      ${countIf("event_type = 'open' AND is_machine = 1")} AS machine_opens,
      ${countIf("event_type = 'click' AND is_machine = 1")} AS machine_clicks,
      ${countIf("event_type = 'delay'")} AS retries,
      ${countIf("event_type = 'unsubscribe'")} AS unsubscribes,
      ${countIf("event_type = 'complaint'")} AS complaints,
      ${people('open')} AS known_openers,
      ${unknownPeople('open')} AS unknown_openers,
      ${people('click')} AS known_clickers,
      ${unknownPeople('click')} AS unknown_clickers,
      ${countIf('implies_sent = 1 AND message IS NULL')} AS unknown_implied_sent,
      ${countIf("event_type = 'sent' AND message IS NULL")} AS unknown_sent,
      ${countIf("event_type = 'delivered' AND message IS NULL")} AS unknown_delivered,
      ${countIf("event_type = 'bounce' AND message IS NULL")} AS unknown_bounces
    FROM ${events}
    GROUP BY delivery`;
}

/** The query that counts what became of each delivery's messages. */
export function messageTotalsQuery(messages: string): string {
  return `
    SELECT
      delivery,
      ${countIf('sent_events = 0 AND implied_sent_time IS NOT NULL')} AS implied_sent,
      ${countIf('delivered_time IS NOT NULL AND failed = 0')} AS delivered,
      ${countIf('sent_events > 0 AND delivered_time IS NULL AND bounced = 0')} AS pending
    FROM ${messages}
    GROUP BY delivery`;
}

const noEvents: z.infer<typeof eventTotalsSchema> = {
  targeted: 0,
  excluded: 0,
  sent: 0,
  bounces: 0,
  errors: 0,
  opens: 0,
  clicks: 0,
  machine_opens: 0,
  machine_clicks: 0,
  retries: 0,
  unsubscribes: 0,
  complaints: 0,
  known_openers: 0,
  unknown_openers: 0,
  known_clickers: 0,
  unknown_clickers: 0,
  unknown_implied_sent: 0,
  unknown_sent: 0,
  unknown_delivered: 0,
  unknown_bounces: 0,
};

/** The totals of one delivery from its row of each query; a delivery without a row there has none of it. */
export function totalsOf(eventRow: QueryRow | undefined, messageRow: QueryRow | undefined): Totals {
  const events = eventRow === undefined ? noEvents : eventTotalsSchema.parse(eventRow);
  const messages =
    messageRow === undefined
      ? { implied_sent: 0, delivered: 0, pending: 0 }
      : messageTotalsSchema.parse(messageRow);
  const sent = events.sent + events.unknown_implied_sent + messages.implied_sent;
  const unknownPending = events.unknown_sent - events.unknown_delivered - events.unknown_bounces;
  return {
    targeted: events.targeted > 0 ? events.targeted : sent + events.errors + events.excluded,
    excluded: events.excluded,
    sent,
    delivered: messages.delivered + events.unknown_delivered,
    bounces: events.bounces,
    errors: events.errors,
    opens: events.opens,
    clicks: events.clicks,
    uniqueOpens: events.known_openers + events.unknown_openers,
    uniqueClicks: events.known_clickers + events.unknown_clickers,
    machineOpens: events.machine_opens,
    machineClicks: events.machine_clicks,
    retries: events.retries,
    unsubscribes: events.unsubscribes,
    complaints: events.complaints,
    pending: messages.pending + Math.max(0, unknownPending),
  };
}
