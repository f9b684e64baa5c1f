import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingIds, findingsOf, mostFindings } from '../../../src/report/findings/index.ts';
import { usualSettings } from '../../../src/report/findings/settings.ts';
import { course, foundIn, hour, judged } from './judged.ts';

const ids = (found: readonly { finding: string }[]): readonly string[] => found.map(({ finding }) => finding);

describe('what is found', () => {
  it('is that it went well where nothing else is, with how much was delivered', () => {
    expect(foundIn({ totals: { delivered: 990 } })).toEqual([
      {
        ...{ finding: 'all-well', level: 'good', section: 'email-summary', subject: null },
        ...{ value: 0.99, limit: null, count: 990, whole: 1000, low: null, high: null },
      },
    ]);
  });

  it('is that it went well besides what one should only know', () => {
    expect(ids(foundIn({ totals: { delivered: 990, pending: 10 }, end: hour }))).toEqual([
      'all-well',
      'provisional',
    ]);
  });

  it('is not that it went well while more than a twentieth has no outcome and may have one', () => {
    expect(ids(foundIn({ totals: { pending: 50 }, end: hour }))).toEqual(['all-well', 'provisional']);
    expect(ids(foundIn({ totals: { pending: 51 }, end: hour }))).toEqual(['provisional']);
    expect(ids(foundIn({ totals: { pending: 51 } }))).toEqual(['all-well']);
    expect(ids(foundIn({ totals: { sent: 50, delivered: 0, pending: 50 } }))).toEqual(['many-pending']);
  });

  it('is that there is too little to judge below thirty messages', () => {
    expect(ids(foundIn({ totals: { sent: 29, delivered: 10, bounces: 19 } }))).toEqual(['few-messages']);
    expect(ids(foundIn({ totals: { sent: 30, delivered: 30 } }))).toEqual(['all-well']);
  });

  it('comes critical first, and in the order of the rules among those of one level', () => {
    const found = foundIn({
      totals: { delivered: 900, bounces: 60, errors: 60, complaints: 2, pending: 3, machineOpens: 500 },
      audit: { rejected: 100 },
      end: hour,
    });
    expect(ids(found)).toEqual([
      'bounce-rate',
      'error-rate',
      'rejected-rows',
      'provisional',
      'machine-opens',
    ]);
  });
});

const count = fc.nat({ max: 3000 });
const anyStep = fc.record({ sent: count, delivered: count, bounces: count, errors: count });

describe('findings of any figures', () => {
  it('are one to five, in order of importance, each at most once, and without a figure that is no number', () => {
    fc.assert(
      fc.property(
        fc.record({
          sent: count,
          delivered: count,
          bounces: count,
          errors: count,
          excluded: count,
          pending: count,
        }),
        fc.record({ complaints: count, opens: count, machineOpens: count }),
        fc.record({ read: count, rejected: count, duplicates: count, counted: count }),
        fc.array(anyStep, { maxLength: 40 }),
        fc.integer({ min: 0, max: 200 }),
        (sends, engagement, audit, steps, end) => {
          const figures = judged({
            totals: { ...sends, ...engagement },
            audit,
            end: end * hour,
            sections: { 'email-performance': course(...steps) },
          });
          const found = findingsOf(figures, usualSettings);
          // Totals say of a send what no step does: a report never has that.
          if (steps.some(({ sent }) => sent > 0)) expect(found.length).toBeGreaterThan(0);
          expect(found.length).toBeLessThanOrEqual(mostFindings);
          expect(new Set(ids(found)).size).toBe(found.length);
          const levels = found.map(({ level }) => ['critical', 'warning', 'good', 'notice'].indexOf(level));
          expect(levels).toEqual([...levels].sort());
          const order = findingIds.filter((id) => ids(found).includes(id));
          expect(new Set(ids(found))).toEqual(new Set(order));
          for (const finding of found)
            for (const value of Object.values(finding))
              if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
          if (ids(found).includes('all-well')) expect(levels).not.toContain(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});
