import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratesOf } from '../../src/report/rates.ts';
import { type Figures, type Report, reportSchema } from '../../src/report/report.ts';
import { reportsOf } from '../support/report-of.ts';
import { dumps } from './generated-dumps.ts';
import { type NaiveOptions, type NaiveReport, naiveLastDay, naiveReport } from './naive-reference.ts';

const runs = { numRuns: 80, seed: 20_261_122 };
/** Eighty dumps are read and computed in each of these tests: a busy machine takes its time. */
const timeout = 120_000;

/** A dump in which nothing is left is an error of its own, tested elsewhere. */
async function reportsOrNone(...[rows, options]: Parameters<typeof reportsOf>): Promise<readonly Report[]> {
  try {
    const reports = await reportsOf(rows, options);
    // What is computed is what may be read, key by key: a report.json is rendered to the same bytes.
    for (const report of reports)
      expect(JSON.stringify(reportSchema.parse(report))).toBe(JSON.stringify(report));
    return reports;
  } catch (error) {
    expect(String(error)).toContain('no email event');
    return [];
  }
}

const counts = (
  rows: readonly { readonly count: number }[],
  key: (row: never) => string,
): Record<string, number> => Object.fromEntries(rows.map((row) => [key(row as never), row.count]));

type EngagementFigures = Pick<Figures, 'totals' | 'rates'> & {
  readonly sections: Pick<Figures['sections'], 'email-summary' | 'email-performance'>;
};

/** The figures that depend on whether machine activity counts. */
function expectEngagement({ totals, rates, sections }: EngagementFigures, naive: NaiveReport): void {
  expect(totals).toEqual(naive.totals);
  expect(rates).toEqual(ratesOf(naive.totals));
  for (const { metric, count, rate } of sections['email-summary'].rows) {
    expect(count).toBe(naive.totals[metric]);
    expect(rate).toBe(metric === 'sent' ? null : rates[metric]);
  }
  const buckets = sections['email-performance'].rows;
  expect(buckets.length).toBeLessThanOrEqual(60);
  for (const metric of ['sent', 'delivered', 'bounces', 'errors', 'opens', 'clicks'] as const) {
    expect(buckets.reduce((sum, bucket) => sum + bucket[metric], 0)).toBe(totals[metric]);
  }
  const starts = buckets.map(({ start }) => Date.parse(start));
  expect(starts).toEqual([...new Set(starts)].sort((left, right) => left - right));
  for (const [index, { opens, clicks }] of buckets.entries()) {
    const [from = 0, to = Number.POSITIVE_INFINITY] = starts.slice(index);
    const within = (times: readonly number[]): number =>
      times.filter((time) => time >= from && time < to).length;
    expect(opens).toBe(within(naive.engagement.opens));
    expect(clicks).toBe(within(naive.engagement.clicks));
  }
}

/** All the figures of one window. */
function expectFigures(figures: Figures, naiveFigures: (machines: NaiveOptions['machines']) => NaiveReport) {
  const naive = naiveFigures('excluded');
  const { sections, audit, withMachines } = figures;
  expectEngagement(figures, naive);
  expect(audit).toEqual(naive.audit);
  const { read, ...fates } = audit;
  expect(Object.values(fates).reduce((sum, fate) => sum + fate, 0)).toBe(read);

  type Bounce = (typeof sections)['bounce-reasons']['rows'][number];
  type Failure = (typeof sections)['error-reasons']['rows'][number];
  const bounceKey = (row: Bounce): string => `${row.reason} ${row.code} ${row.category}`;
  expect(counts(sections['bounce-reasons'].rows, bounceKey)).toEqual(naive.reasons);
  expect(counts(sections['error-reasons'].rows, (row: Failure) => `${row.reason} ${row.code}`)).toEqual(
    naive.errors,
  );
  for (const { category, count } of sections['bounce-categories'].rows) {
    expect(count).toBe(naive.categories[category] ?? 0);
  }

  const { machineOpens, machineClicks } = naive.totals;
  expect(withMachines !== null).toBe(machineOpens + machineClicks > 0);
  if (withMachines !== null) expectEngagement(withMachines, naiveFigures('included'));
}

describe('any dump', { timeout }, () => {
  it('gives the figures of the naive reference for a window that was chosen, with every row accounted for', async () => {
    await fc.assert(
      fc.asyncProperty(dumps, async ({ rows, from, to, includeTests, timezone }) => {
        const window = { kind: 'between', from, to } as const;
        for (const report of await reportsOrNone(rows, { window, includeTests, timezone })) {
          expectFigures(report, (machines) =>
            naiveReport(rows, report.delivery.id, { from, to, includeTests, machines }),
          );
          expect(report.lastDay).toBeNull();
        }
      }),
      runs,
    );
  });

  it('gives those of all time and of the last day beside it, where there is more than that', async () => {
    await fc.assert(
      fc.asyncProperty(dumps, async ({ rows, timezone, includeTests }) => {
        for (const report of await reportsOrNone(rows, { timezone, includeTests })) {
          const figuresSince = (from: number | null) => (machines: NaiveOptions['machines']) =>
            naiveReport(rows, report.delivery.id, { from, to: null, includeTests, machines });
          expectFigures(report, figuresSince(null));
          const start = naiveLastDay(rows, report.delivery.id, { includeTests });
          expect(report.lastDay?.window.from ?? null).toBe(
            start === null ? null : new Date(start).toISOString(),
          );
          if (report.lastDay !== null) expectFigures(report.lastDay, figuresSince(start));
        }
      }),
      runs,
    );
  });
});
