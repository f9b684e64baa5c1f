import { describe, expect, it } from 'vitest';
import { nothingCompared } from '../../../src/report/sections/comparison.ts';
import { findingIn, hour, later } from './judged.ts';

interface Row {
  readonly metric?: 'opens' | 'bounces' | 'sent' | 'delivered' | 'complaints';
  readonly value: number;
  readonly median?: number;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** Open rates of 18 to 22 % are usual. */
function unusual(
  { metric = 'opens', value, median = 0.2, low = 0.18, high = 0.22 }: Row,
  sent = 1000,
  end = 50,
  pending = 0,
) {
  return findingIn('unusual', {
    totals: { sent, delivered: sent, pending },
    end: end * hour,
    sections: {
      comparison: {
        ...nothingCompared,
        rows: [{ metric, value, median, low, high, deliveries: 8, delta: value - median }],
        deliveries: [{ id: 'before', label: null, firstEvent: later(0), lastEvent: later(100 * hour) }],
      },
    },
  });
}

describe('an unusual figure', () => {
  it('is further from the median than the band is wide, and than a quarter of it', () => {
    expect(unusual({ value: 0.151 })).toBeUndefined();
    expect(unusual({ value: 0.149 })).toMatchObject({
      ...{ level: 'warning', subject: 'opens', section: 'comparison', count: 8 },
      ...{ value: 0.149, limit: 0.2, low: 0.18, high: 0.22 },
    });
    expect(unusual({ value: 0.251, low: 0.17, high: 0.23 })).toBeUndefined();
    expect(unusual({ value: 0.261, low: 0.17, high: 0.23 })).toBeDefined();
  });

  it('is a notice where it is better than usual, or may be either', () => {
    expect(unusual({ value: 0.3 })).toMatchObject({ level: 'notice' });
    expect(unusual({ metric: 'sent', value: 300, median: 1000, low: 900, high: 1100 })).toMatchObject({
      level: 'notice',
    });
    expect(unusual({ metric: 'bounces', value: 0.3 })).toMatchObject({ level: 'warning' });
    expect(unusual({ metric: 'bounces', value: 0.1 })).toMatchObject({ level: 'notice' });
  });

  it('is measured by what was not delivered, for the delivery rate', () => {
    const delivered = (value: number) =>
      unusual({ metric: 'delivered', value, median: 0.96, low: 0.959, high: 0.961 });
    expect(delivered(0.951)).toBeUndefined();
    expect(delivered(0.949)).toMatchObject({ level: 'warning', subject: 'delivered' });
  });

  it('is no delivery rate that may still rise', () => {
    const low = { metric: 'delivered', value: 0.9, median: 0.99, low: 0.98, high: 1 } as const;
    expect(unusual(low, 1000, 50, 0)).toBeDefined();
    expect(unusual(low, 1000, 50, 1)).toBeUndefined();
    expect(unusual(low, 1000, 90, 1)).toBeDefined();
  });

  it('is more than a few messages away, where there were none before', () => {
    const complaints = (count: number, sent: number) =>
      unusual({ metric: 'complaints', value: count / sent, median: 0, low: 0, high: 0 }, sent);
    expect(complaints(4, 10_000)).toBeUndefined();
    expect(complaints(5, 10_000)).toMatchObject({ level: 'warning', subject: 'complaints' });
    expect(complaints(1, 100)).toBeUndefined();
  });

  it('needs a band, and a hundred messages', () => {
    expect(unusual({ value: 0.1, low: null, high: null })).toBeUndefined();
    expect(unusual({ value: 0.1 }, 99)).toBeUndefined();
    expect(unusual({ value: 0.1 }, 100)).toBeDefined();
  });

  it('is not one that only takes its time', () => {
    expect(unusual({ value: 0.1 }, 1000, 49)).toBeUndefined();
    expect(unusual({ value: 0.1 }, 1000, 50)).toBeDefined();
    expect(unusual({ metric: 'bounces', value: 0.4 }, 1000, 49)).toBeDefined();
  });
});
