import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { scheduled, stopClock, WatchedSchedule } from './watched-schedule.ts';

// A week has 30,000 signs of life: kept off the disk they pass in a second.
vi.mock('../../src/files/write-file.ts', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  writeWholeFile: () => Promise.resolve(),
}));

it.each([
  [
    'forward in Europe',
    '2026-03-26T12:00:00Z',
    [
      'early 2026-03-27T01:30Z',
      'morning 2026-03-27T05:00Z',
      'early 2026-03-28T01:30Z',
      'morning 2026-03-28T05:00Z',
      'early 2026-03-29T01:00Z',
      'morning 2026-03-29T04:00Z',
      'weekly 2026-03-29T23:30Z',
      'early 2026-03-30T00:30Z',
      'morning 2026-03-30T04:00Z',
      'early 2026-03-31T00:30Z',
      'morning 2026-03-31T04:00Z',
      'early 2026-04-01T00:30Z',
      'morning 2026-04-01T04:00Z',
      'early 2026-04-02T00:30Z',
      'morning 2026-04-02T04:00Z',
    ],
  ],
  [
    'back in Europe',
    '2026-10-22T12:00:00Z',
    [
      'early 2026-10-23T00:30Z',
      'morning 2026-10-23T04:00Z',
      'early 2026-10-24T00:30Z',
      'morning 2026-10-24T04:00Z',
      'early 2026-10-25T00:30Z',
      'morning 2026-10-25T05:00Z',
      'weekly 2026-10-26T00:30Z',
      'early 2026-10-26T01:30Z',
      'morning 2026-10-26T05:00Z',
      'early 2026-10-27T01:30Z',
      'morning 2026-10-27T05:00Z',
      'early 2026-10-28T01:30Z',
      'morning 2026-10-28T05:00Z',
      'early 2026-10-29T01:30Z',
      'morning 2026-10-29T05:00Z',
    ],
  ],
])('runs each report once and on time in a week whose clocks are put %s', async (_, start, runs) => {
  stopClock(start);
  const schedule = new WatchedSchedule(temporaryFolder(), [
    scheduled('early', '30 2 * * *', 'Europe/Paris'),
    scheduled('morning', '0 6 * * *', 'Europe/Paris'),
    scheduled('weekly', '30 1 * * 1', 'Europe/Paris'),
  ]);
  await schedule.pass(new Date(Date.parse(start) + 7 * 24 * 3_600_000).toISOString());
  await schedule.stop();
  expect(schedule.runs).toEqual(runs.map((run) => `${run} > ${run.split(' ')[1]}`));
  expect(schedule.events.map(({ kind }) => kind)).toEqual(['started', 'stopping', 'stopped']);
});
