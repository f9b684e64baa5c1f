import * as z from 'zod';
import type { QueryRow } from '../engine/engine.ts';
import { engagementSums, sumIf } from './counting.ts';
import type { MachineActivity, Totals } from './report.ts';

const count = z.int().nonnegative();

const eventTotalsSchema = z.object({
  counted: count,
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

/** The query that sums each scope's events. `unknown` ones name neither a message nor a recipient. */
export function eventTotalsQuery(eventCounts: string): string {
  return `
    SELECT
      scope,
      sum(events) AS counted,
      ${sumIf("event_type = 'targeted'")} AS targeted,
      ${sumIf("event_type = 'excluded'")} AS excluded,
      ${sumIf("event_type = 'sent'")} AS sent,
      ${sumIf("event_type = 'bounce'")} AS bounces,
      ${sumIf("event_type = 'error'")} AS errors,
      ${engagementSums},
      ${sumIf("event_type = 'delay'")} AS retries,
      ${sumIf("event_type = 'unsubscribe'")} AS unsubscribes,
      ${sumIf("event_type = 'complaint'")} AS complaints,
      ${sumIf('implies_sent = 1 AND has_message = 0')} AS unknown_implied_sent,
      ${sumIf("event_type = 'sent' AND has_message = 0")} AS unknown_sent,
      ${sumIf("event_type = 'delivered' AND has_message = 0")} AS unknown_delivered,
      ${sumIf("event_type = 'bounce' AND has_message = 0")} AS unknown_bounces
    FROM ${eventCounts}
    GROUP BY scope`;
}

/** The query that sums what became of each scope's messages. */
export function messageTotalsQuery(messageCounts: string): string {
  return `
    SELECT scope, sum(implied_sent) AS implied_sent, sum(delivered) AS delivered, sum(pending) AS pending
    FROM ${messageCounts}
    GROUP BY scope`;
}

/** The query that counts who opened and who clicked, without machines and with them. */
export function peopleTotalsQuery(peopleCounts: string): string {
  return `
    SELECT
      scope,
      sum(people * opened) AS openers,
      sum(people * clicked) AS clickers,
      sum(people * opened_with_machines) AS openers_with_machines,
      sum(people * clicked_with_machines) AS clickers_with_machines
    FROM ${peopleCounts}
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
