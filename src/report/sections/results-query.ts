import * as z from 'zod';
import type { QueryRow } from '../../engine/engine.ts';
import type { MachineActivity } from '../report.ts';
import type { QueryContext } from './section.ts';

/** What the results of a delivery are told apart by. */
interface ResultsName {
  /** A column of the relations. */
  readonly column: 'domain' | 'variant';
  /** Whether messages without a name are counted too, under none. */
  readonly nameless: boolean;
  /** Whether a person has one name, whatever the rows say, so that the people of all names add up to everybody. */
  readonly onePerPerson: boolean;
}

export const byDomain: ResultsName = { column: 'domain', nameless: true, onePerPerson: true };

/** Who has messages of two variants is one of each one's people. */
export const byVariant: ResultsName = { column: 'variant', nameless: false, onePerPerson: false };

const count = z.int().nonnegative();

const rowSchema = z.object({
  name: z.string().nullable(),
  sent: count,
  delivered: count,
  hard: count,
  soft: count,
  ignored: count,
  opens: count,
  clicks: count,
  all_opens: count,
  all_clicks: count,
  unsubscribes: count,
  complaints: count,
});

const metrics = Object.keys(rowSchema.shape).filter((name) => name !== 'name');

/** What came of the messages of one name; `opens` and `clicks` are people. */
export interface Results {
  readonly name: string | null;
  readonly sent: number;
  readonly delivered: number;
  readonly bounces: number;
  readonly hard: number;
  readonly soft: number;
  readonly ignored: number;
  readonly opens: number;
  readonly clicks: number;
  readonly unsubscribes: number;
  readonly complaints: number;
}

const countIf = (condition: string): string => `sum(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;

/** A part of the counts, the others zero. */
function part(counts: Readonly<Record<string, string>>, from: string, group = 'scope, name'): string {
  return `
    SELECT scope, name, ${metrics.map((metric) => `${counts[metric] ?? '0'} AS ${metric}`).join(', ')}
    FROM ${from}
    GROUP BY ${group}`;
}

const bouncesOf = (category: string): string =>
  countIf(`event_type = 'bounce' AND bounce_category = '${category}'`);

const ofEvents = {
  sent: countIf("event_type = 'sent' OR (implies_sent = 1 AND message IS NULL)"),
  delivered: countIf("event_type = 'delivered' AND message IS NULL"),
  hard: bouncesOf('hard'),
  soft: bouncesOf('soft'),
  ignored: bouncesOf('ignored'),
};

const named = ({ column, nameless }: ResultsName): string => (nameless ? '1 = 1' : `${column} IS NOT NULL`);

/** Events that name it themselves, or could be told it by no message. */
const ownEvents = ({ events }: QueryContext, { column, nameless }: ResultsName): string => `(
      SELECT scope, ${column} AS name, event_type, bounce_category, implies_sent, message
      FROM ${events}
      WHERE (${column} IS NOT NULL${nameless ? ' OR message IS NULL' : ''})
        AND (event_type IN ('sent', 'bounce') OR (event_type = 'delivered' AND message IS NULL) OR implies_sent = 1)
    ) AS own`;

/** Events that do not, with what their messages say: other events of the message do name it. */
const toldEvents = ({ events, messages, dialect }: QueryContext, by: ResultsName): string => `(
      SELECT scope, name, event_type, bounce_category, implies_sent, message
      FROM (
        SELECT scope, message, event_type, bounce_category, implies_sent
        FROM ${events}
        WHERE ${by.column} IS NULL AND message IS NOT NULL AND event_type IN ('sent', 'bounce')
      ) AS silent
      ${dialect.innerJoin} (
        SELECT scope, message, ${by.column} AS name FROM ${messages} WHERE ${named(by)}
      ) AS outcomes USING (scope, message)
    ) AS told`;

const endedMessages = ({ messages }: QueryContext, by: ResultsName): string => `(
      SELECT scope, ${by.column} AS name, sent_events, implied_sent_time, delivered_time, failed
      FROM ${messages}
      WHERE ((delivered_time IS NOT NULL AND failed = 0) OR (sent_events = 0 AND implied_sent_time IS NOT NULL))
        AND ${named(by)}
    ) AS ended`;

const people = ({ engagement }: QueryContext, by: ResultsName): string => `(
      SELECT
        scope,
        ${by.onePerPerson ? `max(${by.column})` : by.column} AS name,
        person,
        ${countIf("event_type = 'open' AND is_machine = 0")} AS opens,
        ${countIf("event_type = 'click' AND is_machine = 0")} AS clicks,
        ${countIf("event_type = 'open'")} AS all_opens,
        ${countIf("event_type = 'click'")} AS all_clicks
      FROM ${engagement}
      WHERE event_type IN ('open', 'click') AND ${named(by)}
      GROUP BY scope, person${by.onePerPerson ? '' : `, ${by.column}`}
    ) AS people`;

const peopleWith = (times: string): string =>
  `sum(CASE WHEN person IS NULL THEN ${times} WHEN ${times} > 0 THEN 1 ELSE 0 END)`;

const endings = ({ engagement }: QueryContext, by: ResultsName): string => `(
      SELECT scope, ${by.column} AS name, event_type
      FROM ${engagement}
      WHERE event_type IN ('unsubscribe', 'complaint') AND ${named(by)}
    ) AS endings`;

/**
 * The query that counts what came of the messages by the domain of their recipients or by their variant: each event by
 * what its own row says, else by what its message's rows say. A name is null where neither does.
 */
export function resultsQuery(context: QueryContext, by: ResultsName): string {
  const parts = [
    part(ofEvents, ownEvents(context, by)),
    part(ofEvents, toldEvents(context, by)),
    part(
      {
        sent: countIf('sent_events = 0 AND implied_sent_time IS NOT NULL'),
        delivered: countIf('delivered_time IS NOT NULL AND failed = 0'),
      },
      endedMessages(context, by),
    ),
    part(
      {
        opens: peopleWith('opens'),
        clicks: peopleWith('clicks'),
        all_opens: peopleWith('all_opens'),
        all_clicks: peopleWith('all_clicks'),
      },
      people(context, by),
    ),
    part(
      {
        unsubscribes: countIf("event_type = 'unsubscribe'"),
        complaints: countIf("event_type = 'complaint'"),
      },
      endings(context, by),
    ),
  ];
  return `
    SELECT scope, name, ${metrics.map((metric) => `sum(${metric}) AS ${metric}`).join(', ')}
    FROM (${parts.join(' UNION ALL ')}
    ) AS parts
    GROUP BY scope, name`;
}

/** The answers to it that count anything, a machine's opens and clicks among the others or not. */
export function resultsOf(rows: readonly QueryRow[], machines: MachineActivity): readonly Results[] {
  return rows
    .map((row) => rowSchema.parse(row))
    .map(({ all_opens, all_clicks, ...row }) => ({
      name: row.name,
      sent: row.sent,
      delivered: row.delivered,
      bounces: row.hard + row.soft + row.ignored,
      hard: row.hard,
      soft: row.soft,
      ignored: row.ignored,
      opens: machines === 'included' ? all_opens : row.opens,
      clicks: machines === 'included' ? all_clicks : row.clicks,
      unsubscribes: row.unsubscribes,
      complaints: row.complaints,
    }))
    .filter(({ name, ...counts }) => Object.values(counts).some((value) => value > 0));
}
