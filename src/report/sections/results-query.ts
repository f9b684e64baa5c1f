import * as z from 'zod';
import type { QueryRow } from '../../engine/engine.ts';
import { countIf, sumIf } from '../counting.ts';
import { unnamed } from '../names.ts';
import type { Deed } from '../people.ts';
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
  /** With more names than this, those with the fewest messages have none: a dump may hold a name per message. */
  readonly most: number;
}

export const byDomain: ResultsName = {
  column: 'domain',
  nameless: true,
  onePerPerson: true,
  most: 5000,
};

/** Who has messages of two variants is one of each one's people. */
export const byVariant: ResultsName = {
  column: 'variant',
  nameless: false,
  onePerPerson: false,
  most: 12,
};

const count = z.int().nonnegative();

const rowSchema = z.object({
  name: z.string().nullable(),
  names: count,
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

const metrics = Object.keys(rowSchema.shape).filter((name) => name !== 'name' && name !== 'names');

/** What came of the messages of one name; `opens` and `clicks` are people. */
export interface Results {
  readonly name: string | null;
  /** How many names it stands for: one, or for null those that have too few messages to be told apart. */
  readonly names: number;
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

const named = ({ column, nameless }: ResultsName): string => (nameless ? '1 = 1' : `${column} IS NOT NULL`);

const metricOfEvent = `CASE
        WHEN event_type = 'bounce' AND bounce_category = 'hard' THEN 'hard'
        WHEN event_type = 'bounce' AND bounce_category = 'soft' THEN 'soft'
        WHEN event_type = 'bounce' THEN 'ignored'
        WHEN event_type = 'sent' THEN 'sent'
        ELSE 'delivered'
      END`;

/** Events that name it themselves, or could be told it by no message. */
const ownEvents = ({ eventCounts }: QueryContext, by: ResultsName): string => `
      SELECT scope, ${by.column} AS name, ${metricOfEvent} AS metric, events AS moments
      FROM ${eventCounts}
      WHERE (${by.column} IS NOT NULL${by.nameless ? ' OR has_message = 0' : ''})
        AND (event_type IN ('sent', 'bounce') OR (event_type = 'delivered' AND has_message = 0))
      UNION ALL
      SELECT scope, ${by.column} AS name, 'sent' AS metric, events AS moments
      FROM ${eventCounts}
      WHERE implies_sent = 1 AND has_message = 0 AND ${named(by)}`;

/** Sends and bounces that do not name it themselves, with what other rows of their messages say. */
const toldEvents = ({ toldDomains, toldVariants }: QueryContext, { column }: ResultsName): string => `
      SELECT scope, name, ${metricOfEvent} AS metric, events AS moments
      FROM ${column === 'domain' ? toldDomains : toldVariants}`;

/** What is counted once per message. */
const endedMessages = ({ messageCounts }: QueryContext, by: ResultsName): string =>
  ['delivered', 'implied_sent']
    .map(
      (column) => `
      SELECT scope, ${by.column} AS name, '${column === 'delivered' ? 'delivered' : 'sent'}' AS metric, ${column} AS moments
      FROM ${messageCounts}
      WHERE ${column} > 0 AND ${named(by)}`,
    )
    .join(' UNION ALL');

const endings = ({ endings: ended }: QueryContext, by: ResultsName): string => `
      SELECT
        scope,
        ${by.column} AS name,
        CASE WHEN event_type = 'unsubscribe' THEN 'unsubscribes' ELSE 'complaints' END AS metric,
        sum(events) AS moments
      FROM ${ended}
      WHERE ${named(by)}
      GROUP BY scope, name, event_type`;

/** Which deed of a person each metric counts. */
const deeds: Readonly<Record<string, Deed>> = {
  opens: 'opened',
  clicks: 'clicked',
  all_opens: 'opened_with_machines',
  all_clicks: 'clicked_with_machines',
};

/** Metrics that are counted by people, as sums of their deeds, the others as nought. */
const sumsOfPeople = (countOf: (deed: Deed) => string): string =>
  metrics
    .map((metric) => {
      const deed = deeds[metric];
      return `${deed === undefined ? '0' : `sum(${countOf(deed)})`} AS ${metric}`;
    })
    .join(', ');

/** Those all of whose events have one name, or who are of one by the query of the relation. */
const people = ({ peopleCounts }: QueryContext, by: ResultsName): string => `
      SELECT scope, ${by.column} AS name, ${sumsOfPeople((deed) => `people * ${deed}`)}
      FROM ${peopleCounts}
      WHERE ${named(by)}
      GROUP BY scope, name`;

/** Those whose events have several names: each name's, by its own events. */
const peopleOfSeveral = ({ severalPeople }: QueryContext): string => `
      SELECT scope, name, ${sumsOfPeople((deed) => deed)}
      FROM ${severalPeople}
      GROUP BY scope, name`;

/** What is counted by events and messages, and the people: each a part of the counts, the others zero. */
const countedParts = (context: QueryContext, by: ResultsName): string => `
      SELECT scope, name, ${metrics
        .map(
          (metric) =>
            `${metric in deeds ? '0' : `sum(CASE WHEN metric = '${metric}' THEN moments ELSE 0 END)`} AS ${metric}`,
        )
        .join(', ')}
      FROM (${[
        ownEvents,
        // Messages are looked at only where there are such events.
        ...(context.known.isTold[by.column] ? [toldEvents] : []),
        endedMessages,
        endings,
      ]
        .map((rows) => rows(context, by))
        .join(' UNION ALL ')}
      ) AS counted
      GROUP BY scope, name
      UNION ALL${people(context, by)}${by.onePerPerson ? '' : `\n      UNION ALL${peopleOfSeveral(context)}`}`;

const steps = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000];

/**
 * How many messages a name needs in each scope: none where there are few names, else the fewest of these numbers that leaves no
 * more names than it may. A name has no more messages than rows that tell of a sending.
 */
const fewestSent = ({ eventCounts }: QueryContext, { column, most }: ResultsName): string => `(
        SELECT scope, CASE
          WHEN count(*) <= ${most} THEN 0
          ${steps.map((step) => `WHEN ${countIf(`rows_sent >= ${step}`)} <= ${most} THEN ${step}`).join('\n          ')}
        END AS fewest
        FROM (
          SELECT
            scope,
            ${column},
            ${sumIf("event_type IN ('sent', 'delivered', 'bounce', 'error', 'excluded')")} AS rows_sent
          FROM ${eventCounts}
          WHERE ${column} IS NOT NULL
          GROUP BY scope, ${column}
        ) AS sending
        GROUP BY scope
      ) AS limits`;

/**
 * The query that counts what came of the messages by the domain of their recipients or by their variant: each event by
 * what its own row says, else by what its message's rows say. A name is null where neither does, and where there are
 * too many names for this one.
 */
export function resultsQuery(context: QueryContext, by: ResultsName): string {
  const sums = metrics.map((metric) => `sum(${metric}) AS ${metric}`).join(', ');
  return `
    SELECT scope, shown AS name, sum(is_name) AS names, ${sums}
    FROM (
      SELECT
        scope,
        CASE WHEN (fewest IS NULL OR sent >= fewest)${by.column === 'domain' ? ` AND name NOT LIKE '${unnamed}%'` : ''} THEN name END AS shown,
        CASE WHEN name IS NOT NULL THEN 1 ELSE 0 END AS is_name,
        ${metrics.join(', ')}
      FROM (
        SELECT scope, name, ${sums}
        FROM (${countedParts(context, by)}
        ) AS parts
        GROUP BY scope, name
      ) AS counted
      ${context.dialect.leftJoin} ${fewestSent(context, by)} USING (scope)
    ) AS named
    GROUP BY scope, shown`;
}

type Row = z.infer<typeof rowSchema>;

/** There may be thousands, and several sections ask for the same ones, with machines and without. */
const checked = new WeakMap<readonly QueryRow[], readonly Row[]>();

function checkedRows(rows: readonly QueryRow[]): readonly Row[] {
  const known = checked.get(rows) ?? rows.map((row) => rowSchema.parse(row));
  checked.set(rows, known);
  return known;
}

/** The answers to it that count anything, a machine's opens and clicks among the others or not. */
export function resultsOf(rows: readonly QueryRow[], machines: MachineActivity): readonly Results[] {
  return checkedRows(rows)
    .map(({ all_opens, all_clicks, ...row }) => ({
      name: row.name,
      names: row.names,
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
    .filter(({ name, names, ...counts }) => Object.values(counts).some((value) => value > 0));
}
