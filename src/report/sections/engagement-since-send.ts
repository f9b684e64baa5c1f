import * as z from 'zod';
import { engagementOf, engagementSums } from '../counting.ts';
import { firstDeeds } from '../counts/first-deeds.ts';
import { mostBuckets, widest, widths } from '../counts/since-send-cells.ts';
import type { MachineActivity } from '../report.ts';
import type { EngagementSection } from './section.ts';

/** The buckets hold at least so much of what came after a known send; what is left came later. */
const leastShare = 0.9;

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

const zeros = (metrics: readonly string[]): string => metrics.map((metric) => `0 AS ${metric}`).join(', ');

/** How many people did each for the first time. */
const peopleSums = firstDeeds
  .map(({ metric }, place) => `sum(CASE WHEN metric = ${place} THEN people ELSE 0 END) AS ${metric}`)
  .join(', ');

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
    SELECT scope, start, ${queriedMetrics.map((metric) => `sum(${metric}) AS ${metric}`).join(', ')}
    FROM (
      SELECT scope, start, ${engagementSums}, ${zeros(firstDeeds.map(({ metric }) => metric))}
      FROM ${context.sinceSend}
      GROUP BY scope, start
      UNION ALL
      SELECT
        scope, start, ${zeros(['opens', 'clicks', 'machine_opens', 'machine_clicks'])}, ${peopleSums}
      FROM ${context.firstDeeds}
      GROUP BY scope, start
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
