import { describe, expect, it } from 'vitest';
import { auditParts } from '../../../src/render/view/audit.ts';
import { deliveryStatus } from '../../../src/render/view/delivery-status.ts';
import { formatOf } from '../../../src/render/view/format-of.ts';
import { headerView } from '../../../src/render/view/header.ts';
import { rateView } from '../../../src/render/view/rates.ts';
import { reasonBars, reasonRows, topReasons } from '../../../src/render/view/reasons.ts';
import type { Report } from '../../../src/report/report.ts';
import { shownReport } from '../../../src/report/shown-figures.ts';
import { readReport } from '../reports.ts';

const en = formatOf('en', 'UTC');
const shown = (report: Report) => shownReport(report, { window: 'whole', machines: 'excluded' });

describe('status of a delivery', () => {
  it.each([
    [{ sent: 0, errors: 3, excluded: 0, pending: 0 }, 'failed'],
    [{ sent: 0, errors: 0, excluded: 3, pending: 0 }, 'failed'],
    [{ sent: 0, errors: 0, excluded: 0, pending: 0 }, 'complete'],
    [{ sent: 5, errors: 5, excluded: 0, pending: 1 }, 'in-progress'],
    [{ sent: 5, errors: 5, excluded: 0, pending: 0 }, 'complete'],
  ] as const)('of %o is %s', (totals, status) => {
    expect(deliveryStatus(totals)).toBe(status);
  });
});

describe('header', () => {
  it('uses the id where there is no label', () => {
    expect(headerView(shown(readReport('empty')), en).name).toBe('newsletter-0');
  });

  it('tells both distances from UTC where clocks changed meanwhile', () => {
    const report = readReport('clock-change');
    const { facts } = headerView(shown(report), formatOf('en', report.window.timezone));
    expect(facts.map(({ value }) => value)).toContain('Europe/Paris (UTC+01:00, later UTC+02:00)');
  });
});

describe('rates', () => {
  it('come with their formula and its figures', () => {
    expect(rateView('opens', readReport('typical'), en)).toMatchObject({
      name: 'Open rate',
      value: '37.5%',
      formula: 'unique opens ÷ delivered',
      figures: '18,204 ÷ 48,561',
    });
  });
});

describe('conservation line', () => {
  it('adds up to the rows read and dims what is zero', () => {
    const parts = auditParts(readReport('typical').audit, en);
    expect(parts.map(({ sign, count }) => sign + count).join(' ')).toBe(
      '136,056 =134,511 +1,203 +7 +310 +25 +0 +0',
    );
    expect(parts.filter(({ zero }) => zero).map(({ name }) => name)).toEqual([
      'outside the window',
      'of other deliveries',
    ]);
  });
});

describe('top reasons', () => {
  const nothing = { reasons: 0, count: 0 };
  const rows = (counts: readonly number[]) =>
    counts.map((count, index) => ({
      reason: `reason ${index}`,
      code: null,
      count,
      share: count / 100,
    }));

  it('sums up what is left', () => {
    expect(topReasons({ rows: rows([5, 4, 3, 2, 1]), omitted: nothing }, 2).rest).toEqual({
      reasons: 3,
      count: 6,
    });
  });

  it('counts what a list had no room for among the others', () => {
    const reasons = { rows: rows([5, 4, 3]), omitted: { reasons: 97, count: 100 } };
    expect(topReasons(reasons, 2).rest).toEqual({ reasons: 98, count: 103 });
    const bars = reasonBars(reasons, en, () => ({ color: 'errors', kind: '' }), 2);
    expect(bars.at(-1)).toMatchObject({ label: '98 other reasons', figure: '103', share: '92.0%' });
  });

  it('shows a single one that is left rather than calling it other', () => {
    const { top, rest } = topReasons({ rows: rows([5, 4, 3]), omitted: nothing }, 2);
    expect(top).toHaveLength(3);
    expect(rest).toBeNull();
  });

  it('ends the table with a remainder for the screen and one for print', () => {
    const { rows } = readReport('nasty').sections['bounce-reasons'];
    const table = reasonRows({ rows, omitted: nothing }, en, () => []);
    expect(table).toHaveLength(52);
    expect(table.slice(-2).map(({ medium, header }) => [medium, header.text])).toEqual([
      ['screen', '350 other reasons'],
      ['print', '390 other reasons'],
    ]);
    expect(table.filter(({ medium }) => medium === 'all')).toHaveLength(10);
  });
});
