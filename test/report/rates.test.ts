import { expect, it } from 'vitest';
import { ratesOf } from '../../src/report/rates.ts';
import type { Totals } from '../../src/report/report.ts';

const none: Totals = {
  targeted: 0,
  excluded: 0,
  sent: 0,
  delivered: 0,
  bounces: 0,
  errors: 0,
  opens: 0,
  clicks: 0,
  uniqueOpens: 0,
  uniqueClicks: 0,
  machineOpens: 0,
  machineClicks: 0,
  retries: 0,
  unsubscribes: 0,
  complaints: 0,
  pending: 0,
};

it('holds what became of messages against the sent, and what people did against the delivered', () => {
  const totals = {
    ...none,
    sent: 1000,
    delivered: 800,
    bounces: 150,
    errors: 50,
    opens: 900,
    uniqueOpens: 400,
    clicks: 300,
    uniqueClicks: 100,
    unsubscribes: 8,
    complaints: 4,
  };
  expect(ratesOf(totals)).toEqual({
    delivered: 0.8,
    bounces: 0.15,
    errors: 0.05,
    opens: 0.5,
    clicks: 0.125,
    clickToOpen: 0.25,
    unsubscribes: 0.01,
    complaints: 0.005,
  });
});

it('gives no rate over nothing, and nought of something', () => {
  expect(new Set(Object.values(ratesOf(none)))).toEqual(new Set([null]));
  expect(ratesOf({ ...none, bounces: 3 }).bounces).toBeNull();
  expect(ratesOf({ ...none, sent: 3 })).toMatchObject({ delivered: 0, bounces: 0, errors: 0, opens: null });
});
