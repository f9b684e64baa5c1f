import { describe, expect, it } from 'vitest';
import { comparisonLine } from '../../../src/render/email/comparison.ts';
import { formatOf } from '../../../src/render/view/format-of.ts';
import type { Rates, Report } from '../../../src/report/report.ts';
import { shownReport } from '../../../src/report/shown-figures.ts';
import { readReport } from '../reports.ts';

const en = formatOf('en', 'UTC');
const fr = formatOf('fr', 'UTC');
const typical = readReport('typical');

const none: Rates = {
  delivered: null,
  bounces: null,
  errors: null,
  opens: null,
  clicks: null,
  clickToOpen: null,
  unsubscribes: null,
  complaints: null,
};
const withRates = (rates: Partial<Rates>): Report => ({ ...typical, rates: { ...none, ...rates } });
const named = (report: Report): Report => ({
  ...report,
  delivery: { ...report.delivery, id: 'winter', label: 'Winter sale' },
});

const compare = (now: Report, then: Report, format = en): string | null =>
  comparisonLine(shownReport(now, { window: 'whole', machines: 'excluded' }), then, format)?.replace(
    /\s/g,
    ' ',
  ) ?? null;

describe('the comparison with an earlier report', () => {
  it('says each rate and by how many points it changed', () => {
    const now = withRates({ delivered: 0.971, bounces: 0.029, opens: 0.375, clicks: 0.074 });
    const then = named(withRates({ delivered: 0.967, bounces: 0.031, opens: 0.375, clicks: 0.194 }));
    expect(compare(now, then)).toBe(
      'Compared with Winter sale, 12 Mar 2026: delivered 97.1% (+0.4 points), bounces 2.9% (−0.2 points), ' +
        'opens 37.5% (unchanged), clicks 7.4% (−12.0 points)',
    );
    expect(compare(now, then, fr)).toBe(
      'Par rapport à Winter sale, 12 mars 2026 : délivrés 97,1 % (+0,4 point), ' +
        'bounces 2,9 % (−0,2 point), ouvertures 37,5 % (inchangé), clics 7,4 % (−12,0 points)',
    );
  });

  it('tells small changes to the hundredth', () => {
    expect(compare(withRates({ bounces: 0.0042 }), named(withRates({ bounces: 0.0038 })))).toMatch(
      /: bounces 0\.42% \(\+0\.04 points\)$/,
    );
    expect(compare(withRates({ bounces: 0.00421 }), named(withRates({ bounces: 0.00419 })))).toMatch(
      /\(unchanged\)$/,
    );
  });

  it('leaves out rates that one of the two does not have, and itself where none is left', () => {
    const now = withRates({ delivered: 0.5, opens: 0.5 });
    expect(compare(now, named(withRates({ delivered: 0.5, clicks: 0.5 })))).toBe(
      'Compared with Winter sale, 12 Mar 2026: delivered 50.0% (unchanged)',
    );
    expect(compare(now, named(withRates({})))).toBeNull();
  });

  it('dates the other report by its window, and the same delivery by the end of its data', () => {
    const rates = { delivered: 0.5 };
    const window = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-09T00:00:00.000Z', timezone: 'UTC' };
    const week = { ...named(withRates(rates)), window };
    expect(compare(withRates(rates), week)).toContain('Winter sale, 2 Mar 2026 – 8 Mar 2026:');
    const day = { ...week, window: { ...window, to: '2026-03-03T00:00:00.000Z' } };
    expect(compare(withRates(rates), day)).toContain('Winter sale, 2 Mar 2026:');
    expect(compare(withRates(rates), withRates(rates))).toContain('members, 13 Mar 2026, 19:55:');
    const undated = named(withRates(rates));
    expect(
      compare(withRates(rates), { ...undated, delivery: { ...undated.delivery, firstEvent: null } }),
    ).toContain('Winter sale: delivered');
  });
});
