import { expect, it } from 'vitest';
import type { Rates } from '../../src/report/report.ts';
import { crossedThresholds } from '../../src/report/thresholds.ts';

const rates: Rates = {
  delivered: 0.95,
  bounces: 0.05,
  errors: 0.01,
  opens: 0.4,
  clicks: 0.1,
  clickToOpen: 0.25,
  unsubscribes: 0,
  complaints: null,
};

it('finds too few delivered and too many bounces, in the order of the report', () => {
  expect(crossedThresholds(rates, { bounces: 0.04, delivered: 0.96 })).toEqual([
    { rate: 'delivered', value: 0.95, limit: 0.96 },
    { rate: 'bounces', value: 0.05, limit: 0.04 },
  ]);
});

it('lets a rate stand that is exactly at its limit', () => {
  expect(crossedThresholds(rates, { bounces: 0.05, delivered: 0.95, errors: 0.01 })).toEqual([]);
});

it('says nothing of a rate that had nothing to divide by, or that has no limit', () => {
  expect(crossedThresholds(rates, { complaints: 0 })).toEqual([]);
  expect(crossedThresholds({ ...rates, delivered: null }, { delivered: 0.9 })).toEqual([]);
  expect(crossedThresholds(rates, {})).toEqual([]);
});
