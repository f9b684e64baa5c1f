import * as z from 'zod';
import { engagementCounts, engagementOf } from '../counting.ts';
import type { MachineActivity } from '../report.ts';
import type { EngagementSection, QueryContext } from './section.ts';

/** At most this many buckets are shown: a multiple of each step from a width to the next, so that they end where a wider one begins. */
const mostBuckets = 30;
/** The buckets hold at least so much of what came after a known send; what is left came later. */
const leastShare = 0.9;
const minute = 60_000;
/** In milliseconds, the finest first; each divides the next. */
const widths = [
  ...[1, 5, 15, 30, 60, 180, 360, 720].map((minutes) => minutes * minute),
  ...[1, 2, 10].map((days) => days * 1440 * minute),
];
const widest = Math.max(...widths);

const count = z.int().nonnegative();
const counts = { opens: count, clicks: count, openers: count, clickers: count };

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({ afterSeconds: count.nullable(), untilSeconds: count.nullable(), ...counts }),
  ),
});

const queriedMetrics = [
  ...['opens', 'clicks', 'machine_opens', 'machine_clicks'],
  ...['openers', 'clickers', 'openers_with_machines', 'clickers_with_machines'],
] as const;

const rowSchema = z.object({
  start: z.number().nullable(),
  ...counts,
  machine_opens: count,
  machine_clicks: count,
  openers_with_machines: count,
  clickers_with_machines: count,
});

interface Counts {
  readonly opens: number;
  readonly clicks: number;
  readonly openers: number;
  readonly clickers: number;
}

/** What was counted in the finest bucket that there is from `start` on, in milliseconds since the send. */
interface Cell extends Counts {
  readonly start: number;
}

/**
 * Where the finest bucket begins that a time can be shown in: what comes past the last bucket of a width is only ever
 * shown in wider ones. So few rows serve every width, and the one to show is chosen where the machines are known to count.
 */
function startSql(time: string): string {
  const branches = widths.map(
    (width) => `WHEN ${time} < ${mostBuckets * width} THEN floor(${time} / ${width}) * ${width}`,
  );
  return `CASE ${branches.join('\n        ')} WHEN ${time} IS NOT NULL THEN floor(${mostBuckets * widest} / 1) END`;
}

/** Who did something for the first time, by the time since their message was sent. */
const firstDeeds = [
  { metric: 'openers', deed: 'opened', first: 'first_open' },
  { metric: 'clickers', deed: 'clicked', first: 'first_click' },
  { metric: 'openers_with_machines', deed: 'opened_with_machines', first: 'first_open_with_machines' },
  { metric: 'clickers_with_machines', deed: 'clicked_with_machines', first: 'first_click_with_machines' },
];

/** Some of the metrics of a query, the others as nought. */
const metricColumns = (value: (metric: string) => string | undefined): string =>
  queriedMetrics.map((metric) => `${value(metric) ?? '0'} AS ${metric}`).join(', ');

const peopleQuery = ({ people }: QueryContext): string =>
  firstDeeds
    .map(
      ({ metric, deed, first }) => `
      SELECT scope, start, ${metricColumns((name) => (name === metric ? 'count(*)' : undefined))}
      FROM (SELECT scope, ${startSql(first)} AS start FROM ${people} WHERE ${deed} = 1) AS firsts
      GROUP BY scope, start`,
    )
    .join('\n      UNION ALL');

/** A row's counts, a machine's opens and clicks among them or not. */
function countsOf(row: z.infer<typeof rowSchema>, machines: MachineActivity): Counts {
  const included = machines === 'included';
  return {
    ...engagementOf(row, machines),
    openers: included ? row.openers_with_machines : row.openers,
    clickers: included ? row.clickers_with_machines : row.clickers,
  };
}

const isEmpty = ({ opens, clicks }: Counts): boolean => opens + clicks === 0;

const sumOf = (cells: readonly Counts[]): Counts => ({
  opens: cells.reduce((sum, { opens }) => sum + opens, 0),
  clicks: cells.reduce((sum, { clicks }) => sum + clicks, 0),
  openers: cells.reduce((sum, { openers }) => sum + openers, 0),
  clickers: cells.reduce((sum, { clickers }) => sum + clickers, 0),
});

/** The finest width of which few enough buckets hold nearly everything. */
function widthFor(cells: readonly Cell[]): number {
  const whole = cells.reduce((sum, { opens, clicks }) => sum + opens + clicks, 0);
  const heldBy = (width: number): number =>
    cells.reduce(
      (sum, { start, opens, clicks }) => (start < mostBuckets * width ? sum + opens + clicks : sum),
      0,
    );
  return widths.find((width) => heldBy(width) >= leastShare * whole) ?? widest;
}

/**
 * Opens and clicks by the time since their message was sent, and who opened or clicked for the first time then. After the
 * buckets come, where there are any, a row of all that came later, and one of those whose send is not known: so that each
 * column adds up to its total.
 */
export const engagementSinceSend: EngagementSection<'engagement-since-send', typeof schema> = {
  id: 'engagement-since-send',
  countsEngagement: true,
  schema,
  absent: { rows: [] },
  query: (context) => `
    SELECT scope, start, ${metricColumns((metric) => `sum(${metric})`)}
    FROM (
      SELECT scope, start, ${engagementCounts}, 0 AS openers, 0 AS clickers,
        0 AS openers_with_machines, 0 AS clickers_with_machines
      FROM (
        SELECT scope, event_type, is_machine, ${startSql('since_send')} AS start
        FROM ${context.engagement}
        WHERE event_type IN ('open', 'click')
      ) AS events
      GROUP BY scope, start
      UNION ALL${peopleQuery(context)}
    ) AS counted
    GROUP BY scope, start`,
  shape: (rows, { machines }) => {
    const parsed = rows.map((row) => rowSchema.parse(row));
    const counted = parsed.map((row) => ({ start: row.start, ...countsOf(row, machines) }));
    const known = counted.flatMap(({ start, ...counts }): Cell[] =>
      start === null ? [] : [{ start, ...counts }],
    );
    const width = widthFor(known);
    const end = mostBuckets * width;
    const last = Math.max(
      -1,
      ...known.filter((cell) => cell.start < end && !isEmpty(cell)).map(({ start }) => start),
    );
    const buckets = Array.from({ length: Math.floor(last / width) + 1 }, (_, index) => {
      const [from, until] = [index * width, (index + 1) * width];
      const held = known.filter(({ start }) => start >= from && start < until);
      return { afterSeconds: from / 1000, untilSeconds: until / 1000, ...sumOf(held) };
    });
    const later = sumOf(known.filter(({ start }) => start >= end));
    const unknown = sumOf(counted.filter(({ start }) => start === null));
    return {
      rows: [
        ...buckets,
        ...(isEmpty(later) ? [] : [{ afterSeconds: end / 1000, untilSeconds: null, ...later }]),
        ...(isEmpty(unknown) ? [] : [{ afterSeconds: null, untilSeconds: null, ...unknown }]),
      ],
    };
  },
};
