import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { providerOf } from '../../src/report/providers/provider-of.ts';
import type { Figures } from '../../src/report/report.ts';
import { reportsOf } from '../support/report-of.ts';
import { dumps } from './generated-dumps.ts';
import type { NaiveOptions, NativeRow } from './naive-reference.ts';
import { type NaiveResults, naiveResults } from './naive-results.ts';

const metrics = [
  ...['sent', 'delivered', 'bounces', 'hard', 'soft', 'ignored'],
  ...['opens', 'clicks', 'unsubscribes', 'complaints'],
] as const;

type Rows = readonly Readonly<Record<string, unknown>>[];
type Sections = Pick<Figures['sections'], 'recipient-domains' | 'mailbox-providers' | 'variants'>;

const countsOf = (row: Readonly<Record<string, unknown>>): NaiveResults =>
  Object.fromEntries(metrics.map((metric) => [metric, Number(row[metric])]));
const byName = (rows: Rows, key: string): Record<string, NaiveResults> =>
  Object.fromEntries(rows.map((row) => [row[key] ?? '', countsOf(row)]));
const sum = (rows: Rows): NaiveResults =>
  Object.fromEntries(
    metrics.map((metric) => [metric, rows.reduce((total, row) => total + Number(row[metric]), 0)]),
  );

function providersOf(domains: Readonly<Record<string, NaiveResults>>): Record<string, NaiveResults> {
  const groups: Record<string, NaiveResults[]> = {};
  for (const [domain, results] of Object.entries(domains)) {
    const provider = providerOf(domain)?.name ?? '';
    groups[provider] = [...(groups[provider] ?? []), results];
  }
  return Object.fromEntries(Object.entries(groups).map(([provider, results]) => [provider, sum(results)]));
}

function expectResults(
  { sections, totals }: { readonly sections: Sections; readonly totals: Figures['totals'] },
  naive: (by: 'domain' | 'variant') => Readonly<Record<string, NaiveResults>>,
): void {
  const counted = (results: Readonly<Record<string, NaiveResults>>) =>
    Object.fromEntries(
      Object.entries(results).filter(([, one]) => Object.values(one).some((count) => count > 0)),
    );
  const domains = sections['recipient-domains'].rows;
  expect(byName(domains, 'domain')).toEqual(counted(naive('domain')));
  expect(byName(sections['mailbox-providers'].rows, 'provider')).toEqual(
    counted(providersOf(naive('domain'))),
  );

  const { sent, delivered, bounces, uniqueOpens, uniqueClicks, unsubscribes, complaints } = totals;
  for (const rows of [domains, sections['mailbox-providers'].rows]) {
    expect(sum(rows)).toMatchObject({ sent, delivered, bounces, unsubscribes, complaints });
    expect(sum(rows)).toMatchObject({ opens: uniqueOpens, clicks: uniqueClicks });
    for (const row of rows) expect(row.hard + row.soft + row.ignored).toBe(row.bounces);
  }

  const variants: Record<string, Record<string, number>> = {};
  for (const { variant, metric, count } of sections.variants.rows)
    variants[variant ?? ''] = { ...variants[variant ?? ''], [metric]: count };
  const expected = Object.entries(counted(naive('variant'))).map(([variant, results]) => {
    const { hard: _hard, soft: _soft, ignored: _ignored, ...shown } = results;
    return [variant, shown];
  });
  expect(variants).toEqual(Object.fromEntries(expected));
}

describe('the results by domain, provider and variant', { timeout: 120_000 }, () => {
  it('are those of the naive reference for any dump, and those of the domains add up to the totals', async () => {
    await fc.assert(
      fc.asyncProperty(dumps, async ({ rows, from, to, includeTests }) => {
        const window = { kind: 'between', from, to } as const;
        for (const report of await reportsOrNone(rows, { window, includeTests })) {
          const naive = (machines: NaiveOptions['machines']) => (by: 'domain' | 'variant') =>
            naiveResults(rows, report.delivery.id, by, { from, to, includeTests, machines });
          expectResults(report, naive('excluded'));
          if (report.withMachines !== null) expectResults(report.withMachines, naive('included'));
        }
      }),
      { numRuns: 60, seed: 20_261_125 },
    );
  });
});

/** A dump in which nothing is left is an error of its own, tested elsewhere. */
async function reportsOrNone(
  rows: readonly (NativeRow | string)[],
  options: Parameters<typeof reportsOf>[1],
): Promise<Awaited<ReturnType<typeof reportsOf>>> {
  try {
    return await reportsOf(rows, options);
  } catch (error) {
    expect(String(error)).toMatch(/no email event|not recognised as a dump/);
    return [];
  }
}
