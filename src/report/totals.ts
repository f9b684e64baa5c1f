import * as z from 'zod';
import type { QueryRow } from '../engine/engine.ts';
import { countIf, engagementCounts, peopleWith } from './counting.ts';
import type { MachineActivity, Totals } from './report.ts';

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
  unknown_implied_sent: count,
  unknown_sent: count,
  unknown_delivered: count,
  unknown_bounces: count,
});

const messageTotalsSchema = z.object({ implied_sent: count, delivered: count, pending: count });

const peopleTotalsSchema = z.object({
  openers: count,
  clickers: count,
  openers_with_machines: count,
  clickers_with_machines: count,
});

/** The query that counts each scope's events. `unknown` ones name neither a message nor a recipient. */
export function eventTotalsQuery(events: string): string {
  return `
    SELECT
      scope,
      ${countIf("event_type = 'targeted'")} AS targeted,
      ${countIf("event_type = 'excluded'")} AS excluded,
      ${countIf("event_type = 'sent'")} AS sent,
      ${countIf("event_type = 'bounce'")} AS bounces,
      ${countIf("event_type = 'error'")} AS errors,
      ${engagementCounts},
      ${countIf("event_type = 'delay'")} AS retries,
      ${countIf("event_type = 'unsubscribe'")} AS unsubscribes,
      ${countIf("event_type = 'complaint'")} AS complaints,
      ${countIf('implies_sent = 1 AND message IS NULL')} AS unknown_implied_sent,
      ${countIf("event_type = 'sent' AND message IS NULL")} AS unknown_sent,
      ${countIf("event_type = 'delivered' AND message IS NULL")} AS unknown_delivered,
      ${countIf("event_type = 'bounce' AND message IS NULL")} AS unknown_bounces
    FROM ${events}
    GROUP BY scope`;
}

/** The query that counts what became of each scope's messages. */
export function messageTotalsQuery(messages: string): string {
  return `
    SELECT
      scope,
      ${countIf('sent_events = 0 AND implied_sent_time IS NOT NULL')} AS implied_sent,
      ${countIf('delivered_time IS NOT NULL AND failed = 0')} AS delivered,
      ${countIf('sent_events > 0 AND delivered_time IS NULL AND ended = 0')} AS pending
    FROM ${messages}
    GROUP BY scope`;
}

/**
 * The query that counts who opened and who clicked, without machines and with them. Grouped by person first: that one
 * pass does for all four, where each distinct count would take its own. An event that names nobody is another person's.
 */
export function peopleTotalsQuery(events: string): string {
  return `
    SELECT
      scope,
      ${peopleWith('opens')} AS openers,
      ${peopleWith('clicks')} AS clickers,
      ${peopleWith('all_opens')} AS openers_with_machines,
      ${peopleWith('all_clicks')} AS clickers_with_machines
    FROM (
      SELECT
        scope,
        person,
        ${countIf("event_type = 'open' AND is_machine = 0")} AS opens,
        ${countIf("event_type = 'click' AND is_machine = 0")} AS clicks,
        ${countIf("event_type = 'open'")} AS all_opens,
        ${countIf("event_type = 'click'")} AS all_clicks
      FROM ${events}
      WHERE event_type IN ('open', 'click')
      GROUP BY scope, person
    ) AS people
    GROUP BY scope`;
}

/** The counts of a row; a scope without one has none of them. */
function countsOf<Schema extends z.ZodObject>(schema: Schema, row: QueryRow | undefined): z.infer<Schema> {
  return schema.parse(row ?? Object.fromEntries(Object.keys(schema.shape).map((name) => [name, 0])));
}

/** A scope's row of each query of the totals. */
export interface TotalsRows {
  readonly events: QueryRow | undefined;
  readonly messages: QueryRow | undefined;
  readonly people: QueryRow | undefined;
}

/** The totals of a scope, a machine's opens and clicks among the others or only apart. */
export function totalsOf(rows: TotalsRows, machines: MachineActivity): Totals {
  const events = countsOf(eventTotalsSchema, rows.events);
  const messages = countsOf(messageTotalsSchema, rows.messages);
  const people = countsOf(peopleTotalsSchema, rows.people);
  const included = machines === 'included';
  const sent = events.sent + events.unknown_implied_sent + messages.implied_sent;
  const unknownPending = events.unknown_sent - events.unknown_delivered - events.unknown_bounces;
  return {
    targeted: events.targeted > 0 ? events.targeted : sent + events.errors + events.excluded,
    excluded: events.excluded,
    sent,
    delivered: messages.delivered + events.unknown_delivered,
    bounces: events.bounces,
    errors: events.errors,
    opens: events.opens + (included ? events.machine_opens : 0),
    clicks: events.clicks + (included ? events.machine_clicks : 0),
    uniqueOpens: included ? people.openers_with_machines : people.openers,
    uniqueClicks: included ? people.clickers_with_machines : people.clickers,
    machineOpens: events.machine_opens,
    machineClicks: events.machine_clicks,
    retries: events.retries,
    unsubscribes: events.unsubscribes,
    complaints: events.complaints,
    pending: messages.pending + Math.max(0, unknownPending),
  };
}
