import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { scheduled, stopClock, WatchedSchedule } from './watched-schedule.ts';

const minute = 60_000;
const nightly = scheduled('nightly', '0 6 * * *');
const hourly = scheduled('hourly', '0 * * * *');

/** A state folder as a schedule left it that had run reports when they were due. */
function stateOf(served: Readonly<Record<string, string>>): string {
  const state = temporaryFolder();
  writeFileSync(join(state, 'schedule.json'), JSON.stringify({ schemaVersion: 1, served }));
  return state;
}

const servedIn = (state: string): unknown =>
  JSON.parse(readFileSync(join(state, 'schedule.json'), 'utf8')).served;

describe('a schedule', () => {
  it('says when each report is due next, and runs it then', async () => {
    stopClock('2026-11-22T05:30:00Z');
    const schedule = new WatchedSchedule(temporaryFolder(), [
      nightly,
      scheduled('never', '0 6 30 2 *'),
      scheduled('monthly', '30 7 1 * *', 'Europe/Paris'),
    ]);
    await schedule.pass('2026-11-22T06:30:00Z');
    expect(schedule.said('started')).toEqual([
      'nightly 2026-11-22T06:00Z, never never, monthly 2026-12-01T06:30Z',
    ]);
    expect(schedule.runs).toEqual(['nightly 2026-11-22T06:00Z > 2026-11-22T06:00Z']);
  });

  it('runs reports that are due at once one after the other, in the order of the config', async () => {
    stopClock('2026-11-22T05:30:00Z');
    const reports = ['third', 'first', 'second'].map((name) => scheduled(name, '0 6 * * *'));
    const schedule = new WatchedSchedule(temporaryFolder(), reports, () => 5 * minute);
    await schedule.pass('2026-11-22T07:00:00Z');
    expect(schedule.runs).toEqual([
      'third 2026-11-22T06:00Z > 2026-11-22T06:00Z',
      'first 2026-11-22T06:00Z > 2026-11-22T06:05Z',
      'second 2026-11-22T06:00Z > 2026-11-22T06:10Z',
    ]);
    expect(schedule.events.map(({ kind }) => kind)).toEqual(['started']);
  });

  it('goes on after a report that failed', async () => {
    stopClock('2026-11-22T05:30:00Z');
    const schedule = new WatchedSchedule(temporaryFolder(), [hourly], () => Number.NaN);
    await schedule.pass('2026-11-22T07:30:00Z');
    expect(schedule.runs).toEqual([
      'hourly 2026-11-22T06:00Z > 2026-11-22T06:00Z',
      'hourly 2026-11-22T07:00Z > 2026-11-22T07:00Z',
    ]);
  });
});

describe('a report whose mails the server would not take', () => {
  it('is run again, after longer and longer pauses, until they are handed over', async () => {
    stopClock('2026-11-22T05:30:00Z');
    const lengths = [-1, -1, 0];
    const state = temporaryFolder();
    const schedule = new WatchedSchedule(state, [nightly], () => lengths.shift() ?? 0);
    await schedule.pass('2026-11-22T06:04:00Z');
    expect(servedIn(state)).toEqual({ nightly: '2026-11-22T05:30:00.000Z' });
    await schedule.pass('2026-11-22T09:00:00Z');
    expect(schedule.runs).toEqual([
      'nightly 2026-11-22T06:00Z > 2026-11-22T06:00Z',
      'nightly 2026-11-22T06:00Z > 2026-11-22T06:05Z',
      'nightly 2026-11-22T06:00Z > 2026-11-22T06:20Z',
    ]);
    expect(schedule.said('postponed')).toEqual(['nightly 2026-11-22T06:05Z', 'nightly 2026-11-22T06:20Z']);
    expect(schedule.said('caught-up')).toEqual([]);
    expect(schedule.said('overlapped')).toEqual([]);
    expect(servedIn(state)).toEqual({ nightly: '2026-11-22T06:00:00.000Z' });
  });

  it('keeps no other waiting, and not itself where it is due anew', async () => {
    stopClock('2026-11-22T05:30:00Z');
    const lengths = [-1, 0, -1, -1, -1, 0];
    const schedule = new WatchedSchedule(
      temporaryFolder(),
      [hourly, scheduled('late', '1 6 * * *')],
      () => lengths.shift() ?? 0,
    );
    await schedule.pass('2026-11-22T07:30:00Z');
    expect(schedule.runs).toEqual([
      'hourly 2026-11-22T06:00Z > 2026-11-22T06:00Z',
      'late 2026-11-22T06:01Z > 2026-11-22T06:01Z',
      'hourly 2026-11-22T06:00Z > 2026-11-22T06:05Z',
      'hourly 2026-11-22T06:00Z > 2026-11-22T06:20Z',
      'hourly 2026-11-22T07:00Z > 2026-11-22T07:00Z',
      'hourly 2026-11-22T07:00Z > 2026-11-22T07:05Z',
    ]);
  });
});

describe('a report that is due again while it runs', () => {
  it('runs once more afterwards, however often it was due', async () => {
    stopClock('2026-11-22T05:30:00Z');
    const lengths = [190 * minute];
    const schedule = new WatchedSchedule(temporaryFolder(), [hourly], () => lengths.pop() ?? minute);
    await schedule.pass('2026-11-22T10:30:00Z');
    expect(schedule.runs).toEqual([
      'hourly 2026-11-22T06:00Z > 2026-11-22T06:00Z',
      'hourly 2026-11-22T09:00Z > 2026-11-22T09:10Z',
      'hourly 2026-11-22T10:00Z > 2026-11-22T10:00Z',
    ]);
    expect(schedule.said('overlapped')).toEqual(['hourly 2026-11-22T09:00Z']);
  });

  it('lets those go first that have waited longer', async () => {
    stopClock('2026-11-22T05:30:00Z');
    const everyMinute = scheduled('busy', '* 6 * * *');
    const other = scheduled('other', '1 6 * * *');
    const schedule = new WatchedSchedule(temporaryFolder(), [everyMinute, other], () => 150_000);
    await schedule.pass('2026-11-22T06:07:00Z');
    expect(schedule.runs).toEqual([
      'busy 2026-11-22T06:00Z > 2026-11-22T06:00Z',
      'busy 2026-11-22T06:02Z > 2026-11-22T06:02:30Z',
      'other 2026-11-22T06:01Z > 2026-11-22T06:05Z',
    ]);
  });
});

describe('after a restart', () => {
  it('the latest run that was missed is caught up, and no other', async () => {
    stopClock('2026-11-22T12:00:00Z');
    const state = stateOf({ nightly: '2026-11-18T06:00:00.000Z', hourly: '2026-11-22T12:00:00.000Z' });
    const schedule = new WatchedSchedule(state, [nightly, hourly]);
    await schedule.pass('2026-11-22T13:30:00Z');
    expect(schedule.runs).toEqual([
      'nightly 2026-11-22T06:00Z > 2026-11-22T12:00Z',
      'hourly 2026-11-22T13:00Z > 2026-11-22T13:00Z',
    ]);
    expect(schedule.said('caught-up')).toEqual(['nightly 2026-11-22T06:00Z']);
    expect(schedule.said('started')).toEqual(['nightly 2026-11-23T06:00Z, hourly 2026-11-22T13:00Z']);
  });

  it('nothing is missed by a report that is new', async () => {
    stopClock('2026-11-22T12:00:00Z');
    const state = stateOf({ other: '2026-11-18T06:00:00.000Z' });
    const schedule = new WatchedSchedule(state, [nightly]);
    await schedule.pass('2026-11-22T12:10:00Z');
    expect(schedule.runs).toEqual([]);
    expect(servedIn(state)).toEqual({ nightly: '2026-11-22T12:00:00.000Z' });
  });

  it('is caught up what a new report has missed since its first start', async () => {
    const state = temporaryFolder();
    stopClock('2026-11-22T05:00:00Z');
    await new WatchedSchedule(state, [nightly]).stop();
    vi.setSystemTime(Date.parse('2026-11-22T08:00:00Z'));
    const schedule = new WatchedSchedule(state, [nightly]);
    await schedule.pass('2026-11-22T08:01:00Z');
    expect(schedule.runs).toEqual(['nightly 2026-11-22T06:00Z > 2026-11-22T08:00Z']);
  });

  it('a run that was cut off in its middle is repeated', async () => {
    const state = temporaryFolder();
    stopClock('2026-11-22T05:59:00Z');
    const killed = new WatchedSchedule(state, [nightly], () => 10 * minute);
    await killed.pass('2026-11-22T06:05:00Z');
    // What lies in the folder just now is what a kill would leave.
    const left = stateOf(servedIn(state) as Record<string, string>);
    killed.abort();
    await killed.pass('2026-11-22T06:15:00Z');
    const schedule = new WatchedSchedule(left, [nightly], () => minute);
    await schedule.pass('2026-11-22T06:20:00Z');
    expect(killed.runs).toEqual(['nightly 2026-11-22T06:00Z > 2026-11-22T06:00Z']);
    expect(schedule.runs).toEqual(['nightly 2026-11-22T06:00Z > 2026-11-22T06:15Z']);
    expect(servedIn(left)).toEqual({ nightly: '2026-11-22T06:00:00.000Z' });
  });

  it.each([
    ['half', '{"schemaVersion": 1, "served": {"nightly": "2026-11-'],
    ['no JSON', 'nightly'],
    ['of another version', '{"schemaVersion": 2, "served": {}}'],
    ['without a time', '{"schemaVersion": 1, "served": {"nightly": "yesterday"}}'],
    ['empty', ''],
  ])('a state file that is %s is said, and is a first start', async (_, content) => {
    stopClock('2026-11-22T05:50:00Z');
    const state = temporaryFolder();
    writeFileSync(join(state, 'schedule.json'), content);
    const schedule = new WatchedSchedule(state, [nightly]);
    await schedule.pass('2026-11-22T06:10:00Z');
    expect(schedule.said('state-damaged')).toEqual([join(state, 'schedule.json')]);
    expect(schedule.runs).toEqual(['nightly 2026-11-22T06:00Z > 2026-11-22T06:00Z']);
    expect(servedIn(state)).toEqual({ nightly: '2026-11-22T06:00:00.000Z' });
  });
});

describe('a schedule that is told to stop', () => {
  it('finishes the report that runs, and starts no other', async () => {
    stopClock('2026-11-22T05:59:00Z');
    const state = temporaryFolder();
    const next = scheduled('next', '0 6 * * *');
    const schedule = new WatchedSchedule(state, [nightly, next], () => 10 * minute);
    await schedule.pass('2026-11-22T06:05:00Z');
    schedule.abort();
    expect(schedule.said('stopping')).toEqual(['nightly']);
    expect(schedule.said('stopped')).toEqual([]);
    await schedule.pass('2026-11-22T06:11:00Z');
    await schedule.kept;
    expect(schedule.said('stopped')).toEqual(['stopped']);
    expect(schedule.runs).toEqual(['nightly 2026-11-22T06:00Z > 2026-11-22T06:00Z']);
    expect(servedIn(state)).toEqual({
      nightly: '2026-11-22T06:00:00.000Z',
      next: '2026-11-22T05:59:00.000Z',
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends at once while it waits, and leaves neither a timer nor its health', async () => {
    stopClock('2026-11-22T07:00:00Z');
    const state = temporaryFolder();
    const schedule = new WatchedSchedule(state, [nightly]);
    await schedule.pass('2026-11-22T07:00:30Z');
    expect(existsSync(join(state, 'health.json'))).toBe(true);
    await schedule.stop();
    expect(schedule.events.map(({ kind }) => kind)).toEqual(['started', 'stopping', 'stopped']);
    expect(schedule.said('stopping')).toEqual(['nothing']);
    expect(vi.getTimerCount()).toBe(0);
    expect(readdirSync(state)).toEqual(['schedule.json']);
  });

  it('before it has started runs nothing, not even what was missed', async () => {
    stopClock('2026-11-22T12:00:00Z');
    const schedule = new WatchedSchedule(stateOf({ nightly: '2026-11-18T06:00:00.000Z' }), [nightly]);
    await schedule.stop();
    expect(schedule.runs).toEqual([]);
    expect(schedule.events.map(({ kind }) => kind)).toEqual(['started', 'stopping', 'stopped']);
  });
});

describe('a clock that jumps', () => {
  it('ahead by three hours, over the time of a report, loses none and doubles none', async () => {
    stopClock('2026-11-22T05:00:00Z');
    const schedule = new WatchedSchedule(temporaryFolder(), [nightly]);
    await schedule.pass('2026-11-22T05:10:00Z');
    await schedule.setClock('2026-11-22T08:10:00Z');
    await schedule.pass('2026-11-22T09:00:00Z');
    expect(schedule.runs).toEqual(['nightly 2026-11-22T06:00Z > 2026-11-22T08:10:20Z']);
    expect(schedule.said('caught-up')).toEqual(['nightly 2026-11-22T06:00Z']);
  });

  it('ahead over several times of a report gives it one run', async () => {
    stopClock('2026-11-22T05:00:00Z');
    const schedule = new WatchedSchedule(temporaryFolder(), [hourly]);
    await schedule.pass('2026-11-22T05:10:00Z');
    await schedule.setClock('2026-11-22T08:10:00Z');
    await schedule.pass('2026-11-22T09:10:00Z');
    expect(schedule.runs).toEqual([
      'hourly 2026-11-22T08:00Z > 2026-11-22T08:10:20Z',
      'hourly 2026-11-22T09:00Z > 2026-11-22T09:00Z',
    ]);
  });

  it('back by an hour, behind the time of a report, does not run it again', async () => {
    stopClock('2026-11-22T05:50:00Z');
    const schedule = new WatchedSchedule(temporaryFolder(), [scheduled('often', '0 6,7 * * *')]);
    await schedule.pass('2026-11-22T06:40:00Z');
    await schedule.setClock('2026-11-22T05:40:00Z');
    await schedule.pass('2026-11-22T07:10:00Z');
    expect(schedule.runs).toEqual([
      'often 2026-11-22T06:00Z > 2026-11-22T06:00Z',
      'often 2026-11-22T07:00Z > 2026-11-22T07:00Z',
    ]);
  });

  it('back by an hour, before the time of a report, runs it on time', async () => {
    stopClock('2026-11-22T05:00:00Z');
    const schedule = new WatchedSchedule(temporaryFolder(), [nightly]);
    await schedule.pass('2026-11-22T05:59:55Z');
    await schedule.setClock('2026-11-22T04:59:55Z');
    await schedule.pass('2026-11-22T07:00:00Z');
    expect(schedule.runs).toEqual(['nightly 2026-11-22T06:00Z > 2026-11-22T06:00Z']);
  });

  it('back by years has reports due from then on, and says so', async () => {
    stopClock('2036-11-22T05:30:00Z');
    const schedule = new WatchedSchedule(temporaryFolder(), [nightly]);
    await schedule.pass('2036-11-22T06:30:00Z');
    await schedule.setClock('2026-11-22T05:30:00Z');
    await schedule.pass('2026-11-22T06:30:00Z');
    expect(schedule.runs.at(-1)).toBe('nightly 2026-11-22T06:00Z > 2026-11-22T06:00Z');
    expect(schedule.said('clock-set-back')).toEqual(['nightly']);
  });
});

describe('a state folder that cannot be used', () => {
  it('is an error at the start', async () => {
    const state = temporaryFolder();
    mkdirSync(join(state, 'schedule.json'));
    await expect(new WatchedSchedule(state, [nightly]).kept).rejects.toMatchObject({ name: 'NoInputError' });
    const other = temporaryFolder();
    mkdirSync(join(other, 'health.json'));
    await expect(new WatchedSchedule(other, [nightly]).kept).rejects.toMatchObject({
      name: 'CannotWriteError',
    });
  });

  it('is said once later on, and the reports run all the same', async () => {
    stopClock('2026-11-22T05:30:00Z');
    const state = temporaryFolder();
    const schedule = new WatchedSchedule(state, [nightly]);
    await schedule.pass('2026-11-22T05:31:00Z');
    rmSync(state, { recursive: true });
    writeFileSync(state, 'no folder any more');
    await schedule.pass('2026-11-22T06:30:00Z');
    expect(schedule.runs).toEqual(['nightly 2026-11-22T06:00Z > 2026-11-22T06:00Z']);
    expect(schedule.said('state-not-written')).toEqual([
      join(state, 'health.json'),
      join(state, 'schedule.json'),
    ]);
  });
});
