import { describe, expect, it } from 'vitest';
import { bandSparkline } from '../../../src/render/view/band-sparkline.ts';
import { comparedFigures, sinceSnapshot } from '../../../src/render/view/comparison.ts';
import { formatOf } from '../../../src/render/view/format-of.ts';
import { type Comparison, nothingCompared } from '../../../src/report/sections/comparison.ts';

const english = formatOf('en', 'UTC');
const french = formatOf('fr', 'UTC');

type Row = Comparison['rows'][number];

const figure = (row: Partial<Row>) => {
  const whole: Row = {
    ...{ metric: 'opens', value: 0.2, median: 0.25, low: 0.22, high: 0.3, deliveries: 8, delta: -0.05 },
    ...row,
  };
  return comparedFigures({ ...nothingCompared, rows: [whole] }, english)[0];
};

describe('a key figure beside those before', () => {
  it('is a rate with its difference in points and the usual band', () => {
    expect(figure({})).toEqual({
      ...{ metric: 'opens', label: 'Open rate', value: '20.0%', median: '25.0%' },
      ...{ delta: '−5.0 pts', band: '22.0% – 30.0%' },
    });
    expect(figure({ delta: 0.00001 })?.delta).toBe('0');
  });

  it('is a count where it is the sends', () => {
    expect(
      figure({ metric: 'sent', value: 1200, median: 1000.5, delta: 199.5, low: 900, high: 1100 }),
    ).toEqual({
      ...{
        metric: 'sent',
        label: 'Sent',
        value: '1,200',
        median: '1,001',
        delta: '+200',
        band: '900 – 1,100',
      },
    });
  });

  it('has dashes where there is nothing to compare, and no band without one', () => {
    expect(figure({ value: null, median: null, low: null, high: null, delta: null })).toMatchObject({
      ...{ value: '–', median: '–', delta: '–', band: '' },
    });
  });
});

describe('what is new since the last report', () => {
  const snapshot: NonNullable<Comparison['snapshot']> = {
    lastEvent: '2026-11-24T09:00:00.000Z',
    changes: [
      { metric: 'delivered', change: -1 },
      { metric: 'bounces', change: 37 },
      { metric: 'clicks', change: 1 },
    ],
    reason: { reason: 'mailbox full', code: '4.2.2', change: 31 },
  };

  it('is said in a sentence', () => {
    expect(sinceSnapshot({ ...nothingCompared, snapshot }, english)).toBe(
      'Since 24 Nov 2026, 09:00: −1 delivered, +37 bounces (31 of them “mailbox full”), +1 click.',
    );
    expect(sinceSnapshot({ ...nothingCompared, snapshot }, french)?.replace(/\s/g, ' ')).toBe(
      'Depuis le 24 nov. 2026 à 09:00 : −1 délivré, +37 bounces (dont 31 « mailbox full »), +1 clic.',
    );
  });

  it('names no reason where there is none', () => {
    const reason = { reason: null, code: null, change: 31 };
    expect(sinceSnapshot({ ...nothingCompared, snapshot: { ...snapshot, reason } }, english)).toContain(
      '+37 bounces (31 of them No reason given)',
    );
    expect(sinceSnapshot({ ...nothingCompared, snapshot: { ...snapshot, reason: null } }, english)).toContain(
      '+37 bounces, ',
    );
    expect(sinceSnapshot(nothingCompared, english)).toBeNull();
  });
});

describe('the sparkline of a figure', () => {
  it('goes from left to right, low to high, with its band behind it', () => {
    expect(bandSparkline([0, 5, 10], 2.5, 7.5)).toEqual({
      ...{ viewBox: '0 0 96 22', path: 'M3 19L48 11L93 3', x: 93, y: 3 },
      band: { y: 6, height: 10 },
    });
  });

  it('leaves out what is not known, and is none where that is the last', () => {
    expect(bandSparkline([1, null, 2], null, null)).toMatchObject({ path: 'M3 19L93 3', band: null });
    expect(bandSparkline([1, 2, null], null, null)).toBeNull();
    expect(bandSparkline([], null, null)).toBeNull();
  });

  it('is level where all is the same', () => {
    expect(bandSparkline([3, 3], 3, 3)).toMatchObject({ path: 'M3 11L93 11', band: { y: 10, height: 2 } });
  });
});
