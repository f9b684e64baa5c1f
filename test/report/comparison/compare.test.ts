import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Compared, compare } from '../../../src/report/comparison/compare.ts';
import { ratesOf } from '../../../src/report/rates.ts';
import type { Totals } from '../../../src/report/report.ts';
import { nothingCompared } from '../../../src/report/sections/comparison.ts';

const instant = (day: number, hour = 8): string => new Date(Date.UTC(2026, 10, day, hour)).toISOString();

interface Given extends Partial<Totals> {
  readonly reasons?: readonly (readonly [reason: string, count: number, category?: 'hard' | 'soft'])[];
}

/** A report of a delivery that began on a day of November, up to an hour of that day. */
function report(id: string, day: number, { reasons = [], ...given }: Given = {}, hour = 20): Compared {
  const totals: Totals = {
    ...{ targeted: 100, excluded: 0, sent: 100, delivered: 90, bounces: 10, errors: 0, opens: 30, clicks: 5 },
    ...{ uniqueOpens: 18, uniqueClicks: 4, machineOpens: 0, machineClicks: 0, retries: 0, unsubscribes: 0 },
    ...{ complaints: 0, pending: 0 },
    ...given,
  };
  const rows = reasons.map(([reason, count]) => ({
    ...{ reason, code: '5.1.1', count },
  }));
  return {
    delivery: { id, label: null, format: 'native', firstEvent: instant(day), lastEvent: instant(day, hour) },
    window: { from: null, to: null, timezone: 'UTC' },
    totals,
    rates: ratesOf(totals),
    sections: { 'bounce-reasons': { rows } },
  };
}

const rowOf = (compared: ReturnType<typeof compare>, metric: string) =>
  compared.rows.find((row) => row.metric === metric);

describe('a delivery beside earlier ones', () => {
  const earlier = [10, 20, 30, 40, 50].map((sent, index) =>
    report(`d${index}`, 1 + index, { sent, delivered: sent }),
  );

  it('has the median, the band and the difference of each key figure', () => {
    const compared = compare(report('now', 20, { sent: 70, delivered: 63 }), earlier, 10);
    expect(rowOf(compared, 'sent')).toEqual({
      ...{ metric: 'sent', value: 70, median: 30, low: 14, high: 46, deliveries: 5, delta: 40 },
    });
    expect(rowOf(compared, 'delivered')).toMatchObject({ value: 0.9, median: 1, low: 1, high: 1 });
    expect(rowOf(compared, 'delivered')?.delta).toBeCloseTo(-0.1, 12);
    expect(compared.rows.map(({ metric }) => metric)).toEqual([
      ...[
        'sent',
        'delivered',
        'bounces',
        'errors',
        'opens',
        'clicks',
        'clickToOpen',
        'unsubscribes',
        'complaints',
      ],
    ]);
  });

  it('has their course, oldest first, and knows which they are', () => {
    const compared = compare(report('now', 20, { sent: 70 }), [...earlier].reverse(), 3);
    expect(compared.courses[0]).toEqual({ metric: 'sent', values: [30, 40, 50, 70] });
    expect(compared.deliveries.map(({ id }) => id)).toEqual(['d2', 'd3', 'd4']);
    expect(compared.deliveries[0]).toEqual({
      id: 'd2',
      label: null,
      firstEvent: instant(3),
      lastEvent: instant(3, 20),
    });
  });

  it('has a band from three deliveries on', () => {
    expect(rowOf(compare(report('now', 20), earlier.slice(0, 2), 10), 'sent')).toMatchObject({
      ...{ median: 15, low: null, high: null, deliveries: 2, delta: 85 },
    });
    expect(rowOf(compare(report('now', 20), earlier.slice(0, 3), 10), 'sent')).toMatchObject({
      low: 12,
      high: 28,
    });
  });

  it('leaves out what began later, what sent nothing, and itself', () => {
    const others = [report('later', 21), report('nothing', 3, { sent: 0 }), report('now', 2, { sent: 5 })];
    expect(compare(report('now', 20), others, 10).rows).toEqual([]);
    expect(compare(report('now', 20), others, 10).deliveries).toEqual([]);
  });

  it('knows each delivery by its fullest report', () => {
    const twice = [
      report('a', 3, { sent: 50 }, 9),
      report('a', 3, { sent: 80 }, 10),
      report('a', 3, { sent: 20 }, 11),
    ];
    expect(compare(report('now', 20), twice, 10).courses[0]?.values).toEqual([80, 100]);
  });

  it('is compared with such as look at as much time', () => {
    const day = (id: string, date: number, hours = 24): Compared => ({
      ...report(id, date),
      window: { from: instant(date, 0), to: instant(date, hours), timezone: 'UTC' },
    });
    const others = [report('whole', 2), day('day', 3), day('short', 4, 12), day('winter', 5, 25)];
    const ids = (one: Compared) => compare(one, others, 10).deliveries.map(({ id }) => id);
    expect(ids(report('now', 20))).toEqual(['whole']);
    expect(ids(day('now', 20))).toEqual(['day', 'winter']);
  });

  it('has no rate that had nothing to divide by', () => {
    const silent = earlier.map((one) => ({ ...one, rates: { ...one.rates, opens: null } }));
    expect(rowOf(compare(report('now', 20), silent, 10), 'opens')).toMatchObject({
      ...{ value: 0.2, median: null, low: null, high: null, deliveries: 0, delta: null },
    });
  });

  it('never has a value that is no number, nor a band that the median is not in', () => {
    const any = fc.record({
      sent: fc.nat(50),
      delivered: fc.nat(50),
      bounces: fc.nat(50),
      uniqueOpens: fc.nat(50),
    });
    fc.assert(
      fc.property(any, fc.array(any, { maxLength: 15 }), fc.nat(12), (now, before, most) => {
        const others = before.map((totals, index) => report(`d${index}`, 1 + index, totals));
        const { rows, courses, deliveries } = compare(report('now', 28, now), others, most);
        expect(deliveries.length).toBe(Math.min(most, before.filter(({ sent }) => sent > 0).length));
        for (const { values } of courses) expect(values.length).toBe(deliveries.length + 1);
        for (const row of rows) {
          for (const value of Object.values(row)) if (typeof value === 'number') expect(value).not.toBeNaN();
          if (row.low === null || row.high === null || row.median === null) continue;
          expect(row.low).toBeLessThanOrEqual(row.median);
          expect(row.high).toBeGreaterThanOrEqual(row.median);
        }
      }),
    );
  });
});

describe('a delivery since its last report', () => {
  const now = report('sale', 20, {
    bounces: 47,
    delivered: 80,
    reasons: [
      ['mailbox full', 33],
      ['unknown', 14],
    ],
  });

  it('has new bounces, and the reason that most of them have', () => {
    const before = report(
      'sale',
      20,
      {
        reasons: [
          ['mailbox full', 2],
          ['unknown', 8],
        ],
      },
      9,
    );
    expect(compare(now, [before], 10).snapshot).toEqual({
      lastEvent: instant(20, 9),
      changes: [
        { metric: 'delivered', change: -10 },
        { metric: 'bounces', change: 37 },
      ],
      reason: { reason: 'mailbox full', code: '5.1.1', change: 31 },
    });
  });

  it('is set against the last of several, whose data ends before its own', () => {
    const reports = [12, 9, 20, 22].map((hour) => report('sale', 20, { bounces: hour }, hour));
    expect(compare(now, reports, 10).snapshot).toMatchObject({
      lastEvent: instant(20, 12),
      changes: [{}, { change: 35 }],
    });
  });

  it('is set against none of another window, and none of the same figures', () => {
    const before = report('sale', 20, {}, 9);
    const window = { from: instant(19), to: null, timezone: 'UTC' };
    expect(compare(now, [{ ...before, window }], 10).snapshot).toBeNull();
    expect(compare(now, [{ ...now, delivery: before.delivery }], 10).snapshot).toBeNull();
    expect(compare(now, [report('other', 20, {}, 9)], 10).snapshot).toBeNull();
  });

  it('is set against none of another sending under the same name, which was over before this one began', () => {
    const begun = { ...now, delivery: { ...now.delivery, firstEvent: instant(20, 12) } };
    expect(compare(begun, [report('sale', 20, {}, 11)], 10).snapshot).toBeNull();
    expect(compare(begun, [report('sale', 20, {}, 12)], 10).snapshot).not.toBeNull();
  });

  it('counts a reason once, whatever categories it is in', () => {
    const full: Given['reasons'] = [
      ['full', 5, 'soft'],
      ['full', 6, 'hard'],
      ['unknown', 10],
    ];
    const before = report('sale', 20, { bounces: 1, reasons: [['full', 1, 'soft']] }, 9);
    expect(compare(report('sale', 20, { reasons: full }), [before], 10).snapshot?.reason).toEqual({
      ...{ reason: 'full', code: '5.1.1', change: 10 },
    });
  });

  it('has no reason where none has grown', () => {
    const before = report('sale', 20, { opens: 1, reasons: [['full', 9]] }, 9);
    expect(compare(report('sale', 20, { reasons: [['full', 9]] }), [before], 10).snapshot?.reason).toBeNull();
  });
});

describe('a partial report', () => {
  const partial = { shards: 3, answered: 2, unfinishedLoads: 0 };
  const before = report('sale', 20, { sent: 50 }, 10);

  it('is compared with nothing', () => {
    const now = report('sale', 20);
    expect(compare(now, [before, report('other', 1)], 10)).not.toEqual(nothingCompared);
    expect(compare({ ...now, partial }, [before, report('other', 1)], 10)).toEqual(nothingCompared);
  });

  it('is nothing that others are compared with, even where it is the last of its delivery', () => {
    const lacking = { ...report('sale', 20, { sent: 60 }, 12), partial };
    const others = [before, lacking, { ...report('other', 1), partial }];
    expect(compare(report('sale', 20), others, 10)).toEqual(compare(report('sale', 20), [before], 10));
  });
});
