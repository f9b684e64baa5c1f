import { deliveryLinksQuery } from './counts/delivery-links.ts';
import { eventCountsQuery } from './counts/event-counts.ts';
import { failuresQuery } from './counts/failures.ts';
import { messageCountsQuery } from './counts/message-counts.ts';
import { engagementEventsQuery } from './engagement-events.ts';
import { taggedEventsQuery } from './machines/tagged-events.ts';
import { messageOutcomesQuery } from './message-outcomes.ts';
import { peopleQuery } from './people.ts';
import { keptRelations } from './relations.ts';
import type { RowContext } from './row-relations.ts';

/** The key of a program that opened or clicked, and of a link; NULL where the row names none. */
export const agentKey = 'hash(user_agent)';
export const linkKey = 'CASE WHEN url IS NOT NULL OR link_label IS NOT NULL THEN hash(url, link_label) END';

/** What differs between dumps in how their rows are counted, as SQL. */
interface CountedColumns {
  /** True for the rows of sources where other events tell of sends. */
  readonly impliesSends: string;
  /** What a row's domain and variant are called. */
  readonly domain: string;
  readonly variant: string;
}

/** SQL of the columns that rows are counted by, besides their scope. */
export const countedColumns = ({ impliesSends, domain, variant }: CountedColumns): string => `
      event_type, time, message, person, bounce_category, reason, code, is_machine,
      CASE WHEN ${impliesSends} THEN implies_sent ELSE 0 END::UTINYINT AS implies_sent,
      ${domain} AS domain, ${variant} AS variant, sender_block, ${linkKey} AS link,
      CASE WHEN user_agent IS NOT NULL THEN ${agentKey} END AS agent`;

/** SQL that is true for rows in the window of their scope. */
export const isInWindow = `
      (window_from IS NULL OR time >= window_from)
      AND (window_to IS NULL OR time < window_to)`;

/** How relations are kept: for good, or for as long as nobody asks for others. */
type Create = 'CREATE TABLE' | 'CREATE OR REPLACE TEMP TABLE';

/**
 * SQL that lays the relations with a row for each event or message, but for those that rules for machines are asked for.
 * @param placed the rows that count, with their scope
 */
export const laysRows = (create: Create, rows: RowContext, placed: string): string => `
    ${create} ${rows.events} AS
    SELECT scope, event_type, time, message, bounce_category, is_machine, implies_sent, domain, variant
    FROM ${placed};
    ${create} ${rows.messages} AS ${messageOutcomesQuery(rows.events)};
    ${create} ${rows.engagement} AS ${engagementEventsQuery(placed, rows.messages, rows.dialect)}`;

/** SQL that lays the same, and what is counted of them and kept. */
export const laysOutcomes = (create: Create, rows: RowContext, placed: string): string => `
    ${laysRows(create, rows, placed)};
    ${create} ${keptRelations.eventCounts} AS ${eventCountsQuery(rows.events)};
    ${create} ${keptRelations.messageCounts} AS ${messageCountsQuery(rows.messages)};
    ${create} ${keptRelations.failures} AS ${failuresQuery(placed)}`;

/** SQL that lays those, over the others and the relation of programs. */
export const laysActivity = (create: Create, rows: RowContext): string => `
    ${create} ${rows.activity} AS ${taggedEventsQuery(
      {
        ...rows,
        agents: keptRelations.agents,
        deliveryLinks: `(${deliveryLinksQuery(rows.engagement)})`,
      },
      rows.machineRules,
    )};
    ${create} ${rows.people} AS ${peopleQuery(rows.activity)}`;
