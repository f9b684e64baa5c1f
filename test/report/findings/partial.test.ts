import { expect, it } from 'vitest';
import { findingsOf } from '../../../src/report/findings/index.ts';
import { usualSettings } from '../../../src/report/findings/settings.ts';
import type { PartialData } from '../../../src/report/report.ts';
import { foundIn, judged } from './judged.ts';

const foundOf = (partial: PartialData) => findingsOf({ ...judged(), partial }, usualSettings);

it('says how many shards answered, and how many dumps were still being loaded', () => {
  expect(foundOf({ shards: 3, answered: 2, unfinishedLoads: 0 })).toMatchObject([
    { finding: 'shards-missing', level: 'critical', count: 2, whole: 3 },
  ]);
  expect(foundOf({ shards: 3, answered: 3, unfinishedLoads: 4 })).toMatchObject([
    { finding: 'loads-unfinished', level: 'critical', count: 4 },
  ]);
  expect(foundOf({ shards: 3, answered: 1, unfinishedLoads: 1 }).map(({ finding }) => finding)).toEqual([
    'shards-missing',
    'loads-unfinished',
  ]);
});

it('concludes nothing else from figures that are too low', () => {
  const bad = { totals: { delivered: 500, bounces: 100, pending: 400, complaints: 50 } };
  expect(foundIn(bad).length).toBeGreaterThan(1);
  const partial = { shards: 3, answered: 2, unfinishedLoads: 0 };
  expect(findingsOf({ ...judged(bad), partial }, usualSettings)).toHaveLength(1);
});
