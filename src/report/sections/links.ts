import * as z from 'zod';
import type { Dialect } from '../../engine/dialect.ts';
import { isoTime } from '../iso-time.ts';
import type { MachineActivity } from '../report.ts';
import { compareText } from './reason-order.ts';
import { type EngagementSection, shareOf } from './section.ts';

const instant = z.iso.datetime({ precision: 3 });
const count = z.int().positive();

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({
      url: z.string().nullable(),
      label: z.string().nullable(),
      clicks: count,
      uniqueClicks: count,
      share: z.number().nonnegative().nullable(),
      firstClick: instant,
      medianClick: instant,
      lastClick: instant,
    }),
  ),
});

const time = z.number().nullable();

const rowSchema = z.object({
  url: z.string().nullable(),
  label: z.string().nullable(),
  clicks: z.int(),
  people: z.int(),
  first: time,
  half: time,
  last: time,
  clicks_with_machines: z.int(),
  people_with_machines: z.int(),
  first_with_machines: time,
  half_with_machines: time,
  last_with_machines: time,
});

/** The figures of those clicks that a condition chooses. A click that names nobody is another person's. */
function figuresSql({ quantile }: Dialect, condition: string, ending: string): string {
  const chosen = (value: string): string => `CASE WHEN ${condition} THEN ${value} END`;
  return [
    `count(${chosen('1')}) AS clicks${ending}`,
    `coalesce(count(DISTINCT ${chosen('person')}), 0) + count(CASE WHEN ${condition} AND person IS NULL THEN 1 END) AS people${ending}`,
    `min(${chosen('time')}) AS first${ending}`,
    `${quantile(chosen('time'), 0.5)} AS half${ending}`,
    `max(${chosen('time')}) AS last${ending}`,
  ].join(',\n      ');
}

/** A row's figures, a machine's clicks among them or not. */
function figuresOf(row: z.infer<typeof rowSchema>, machines: MachineActivity) {
  if (machines === 'excluded') return row;
  return {
    ...row,
    clicks: row.clicks_with_machines,
    people: row.people_with_machines,
    first: row.first_with_machines,
    half: row.half_with_machines,
    last: row.last_with_machines,
  };
}

/**
 * What was clicked, by address and label, most clicked first: how often, by how many people, and when first, last and by when
 * half of the clicks had come. Clicks that name no link are a row of their own, so that the rows add up to the clicks.
 */
export const links: EngagementSection<'links', typeof schema> = {
  id: 'links',
  countsEngagement: true,
  schema,
  absent: { rows: [] },
  query: ({ clicks, links: named, dialect }) => `
    SELECT
      scope,
      url,
      label,
      ${figuresSql(dialect, 'is_machine = 0', '')},
      ${figuresSql(dialect, '1 = 1', '_with_machines')}
    FROM (
      SELECT scope, link, time, person, is_machine FROM ${clicks}
    ) AS clicked
    ${dialect.leftJoin} (SELECT link, url, label FROM ${named}) AS named USING (link)
    GROUP BY scope, url, label`,
  shape: (rows, { totals, machines }) => ({
    rows: rows
      .flatMap((row) => {
        const { url, label, clicks, people, first, half, last } = figuresOf(rowSchema.parse(row), machines);
        const [firstClick, medianClick, lastClick] = [first, half, last].map(isoTime);
        // Only machines clicked it.
        if (!firstClick || !medianClick || !lastClick) return [];
        const share = shareOf(clicks, totals.clicks);
        return [{ url, label, clicks, uniqueClicks: people, share, firstClick, medianClick, lastClick }];
      })
      .sort(
        (left, right) =>
          right.clicks - left.clicks ||
          compareText(left.url, right.url) ||
          compareText(left.label, right.label),
      ),
  }),
};
