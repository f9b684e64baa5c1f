import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { reportsOf } from '../support/report-of.ts';
import { dumps } from './generated-dumps.ts';
import { naiveReport } from './naive-reference.ts';

const runs = { numRuns: 80, seed: 20_261_122 };

/** A dump in which nothing is left is an error of its own, tested elsewhere. */
async function reportsOrNone(...[rows, options]: Parameters<typeof reportsOf>): Promise<readonly Report[]> {
  try {
    return await reportsOf(rows, options);
  } catch (error) {
    expect(String(error)).toContain('no email event');
    return [];
  }
}

const counts = (
  rows: readonly { readonly count: number }[],
  key: (row: never) => string,
): Record<string, number> => Object.fromEntries(rows.map((row) => [key(row as never), row.count]));

describe('any dump', () => {
  it('gives the figures of the naive reference, with every row accounted for', async () => {
    await fc.assert(
      fc.asyncProperty(dumps, async ({ rows, from, to, includeTests, timezone }) => {
        const reports = await reportsOrNone(rows, {
          window: { kind: 'between', from, to },
          includeTests,
          timezone,
        });
        for (const report of reports) {
          const naive = naiveReport(rows, report.delivery.id, { from, to, includeTests });
          expect(report.totals).toEqual(naive.totals);
          expect(report.audit).toEqual(naive.audit);
          const { read, ...fates } = report.audit;
          expect(Object.values(fates).reduce((sum, fate) => sum + fate, 0)).toBe(read);

          const { sections } = report;
          type Bounce = (typeof sections)['bounce-reasons']['rows'][number];
          type Failure = (typeof sections)['error-reasons']['rows'][number];
          const bounceKey = (row: Bounce): string => `${row.reason} ${row.code} ${row.category}`;
          expect(counts(sections['bounce-reasons'].rows, bounceKey)).toEqual(naive.reasons);
          expect(
            counts(sections['error-reasons'].rows, (row: Failure) => `${row.reason} ${row.code}`),
          ).toEqual(naive.errors);
          for (const { category, count } of sections['bounce-categories'].rows) {
            expect(count).toBe(naive.categories[category] ?? 0);
          }
        }
      }),
      runs,
    );
  });

  it('adds up over its buckets, of which there are at most 60, without a gap', async () => {
    await fc.assert(
      fc.asyncProperty(dumps, async ({ rows, timezone, includeTests }) => {
        for (const { totals, sections } of await reportsOrNone(rows, { timezone, includeTests })) {
          const buckets = sections['email-performance'].rows;
          expect(buckets.length).toBeLessThanOrEqual(60);
          for (const metric of ['sent', 'delivered', 'bounces', 'errors', 'opens', 'clicks'] as const) {
            expect(buckets.reduce((sum, bucket) => sum + bucket[metric], 0)).toBe(totals[metric]);
          }
          const starts = buckets.map(({ start }) => start);
          expect(starts).toEqual([...new Set(starts)].sort());
        }
      }),
      runs,
    );
  });
});
