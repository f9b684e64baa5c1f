import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CannotWriteError } from '../../src/errors.ts';
import {
  checkHealth,
  type Health,
  otherKeeper,
  removeHealth,
  writeHealth,
} from '../../src/nightly/health.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { scheduled, stopClock, WatchedSchedule } from './watched-schedule.ts';

const minute = 60_000;
const nightly = scheduled('nightly', '0 6,7 * * *', 'UTC');

const healthIn = (state: string) => JSON.parse(readFileSync(join(state, 'health.json'), 'utf8'));
const check = (state: string, now: string) => checkHealth(state, Date.parse(now));

describe('the health file', () => {
  it('tells which process it is, since when, and what it has done and will do', async () => {
    stopClock('2026-11-22T05:50:00Z');
    const state = temporaryFolder();
    const schedule = new WatchedSchedule(state, [nightly, scheduled('never', '0 0 30 2 *')], () => minute);
    await schedule.pass('2026-11-22T06:01:10Z');
    expect(healthIn(state)).toEqual({
      pid: process.pid,
      started: '2026-11-22T05:50:00.000Z',
      beat: '2026-11-22T06:01:00.000Z',
      next: { nightly: '2026-11-22T07:00:00.000Z', never: null },
      last: {
        nightly: { due: '2026-11-22T06:00:00.000Z', finished: '2026-11-22T06:01:00.000Z', ok: true },
      },
    });
  });

  it('is written every 30 seconds at least, while a report runs too', async () => {
    stopClock('2026-11-22T05:58:00Z');
    const state = temporaryFolder();
    const schedule = new WatchedSchedule(state, [nightly], () => 5 * minute);
    for (let time = Date.now() + 30_000; time < Date.parse('2026-11-22T06:08:00Z'); time += 30_000) {
      await schedule.pass(new Date(time).toISOString());
      expect(time - Date.parse(healthIn(state).beat)).toBeLessThanOrEqual(30_000);
    }
    expect(schedule.runs).toHaveLength(1);
  });
});

describe('a schedule', () => {
  it('is healthy while it runs, and says what comes next', async () => {
    stopClock('2026-11-22T05:50:00Z');
    const state = temporaryFolder();
    const schedule = new WatchedSchedule(state, [nightly]);
    await schedule.pass('2026-11-22T05:51:00Z');
    expect(await check(state, '2026-11-22T05:51:30Z')).toEqual({
      healthy: true,
      words: 'nightly: next at 2026-11-22T06:00:00.000Z',
    });
  });

  it.each(['2026-11-22T05:54:00Z', '2026-11-22T04:51:00Z'])(
    'is not healthy when its last sign of life is more than two minutes from %s',
    async (now) => {
      stopClock('2026-11-22T05:50:00Z');
      const state = temporaryFolder();
      await new WatchedSchedule(state, [nightly]).pass('2026-11-22T05:51:00Z');
      expect(await check(state, now)).toEqual({
        healthy: false,
        words: 'no sign of life since 2026-11-22T05:51:00.000Z',
      });
    },
  );

  it('is not healthy from a failed run on until the next that goes well', async () => {
    stopClock('2026-11-22T05:50:00Z');
    const state = temporaryFolder();
    const lengths = [1, Number.NaN];
    const schedule = new WatchedSchedule(state, [nightly], () => lengths.pop() ?? 0);
    await schedule.pass('2026-11-22T06:01:00Z');
    expect(await check(state, '2026-11-22T06:01:00Z')).toEqual({
      healthy: false,
      words: 'nightly: the run of 2026-11-22T06:00:00.000Z failed',
    });
    await schedule.pass('2026-11-22T07:01:00Z');
    expect(await check(state, '2026-11-22T07:01:00Z')).toMatchObject({ healthy: true });
  });

  it('is not healthy when it was stopped', async () => {
    stopClock('2026-11-22T05:50:00Z');
    const state = temporaryFolder();
    await new WatchedSchedule(state, [nightly]).stop();
    expect(await check(state, '2026-11-22T05:50:00Z')).toEqual({
      healthy: false,
      words: `${join(state, 'health.json')}: no such file: the schedule does not run`,
    });
  });

  it.each(['', '{"beat": "today"}'])('is not healthy when its file says %j', async (content) => {
    const state = temporaryFolder();
    writeFileSync(join(state, 'health.json'), content);
    expect(await check(state, '2026-11-22T05:50:00Z')).toEqual({
      healthy: false,
      words: `${join(state, 'health.json')}: damaged`,
    });
  });
});

const beat = Date.parse('2026-11-22T06:00:00Z');
const wellSince = (last: Health['last'] = new Map()): Health => ({
  started: beat,
  beat,
  next: new Map([
    ['nightly', beat + minute],
    ['never', null],
  ]),
  last,
});

describe('the words for a schedule', () => {
  it('name each report with what comes next', async () => {
    const state = temporaryFolder();
    await writeHealth(state, wellSince());
    expect(await checkHealth(state, beat)).toEqual({
      healthy: true,
      words: 'nightly: next at 2026-11-22T06:01:00.000Z; never: next at no time',
    });
  });

  it('name each report that failed, and no other', async () => {
    const state = temporaryFolder();
    const run = (ok: boolean) => ({ due: beat, finished: beat, ok });
    await writeHealth(
      state,
      wellSince(
        new Map([
          ['daily', run(false)],
          ['nightly', run(true)],
          ['weekly', run(false)],
        ]),
      ),
    );
    expect((await checkHealth(state, beat)).words).toBe(
      'daily: the run of 2026-11-22T06:00:00.000Z failed; weekly: the run of 2026-11-22T06:00:00.000Z failed',
    );
  });

  it('are of silence only after two minutes of it', async () => {
    const state = temporaryFolder();
    await writeHealth(state, wellSince());
    expect(await checkHealth(state, beat + 2 * minute)).toMatchObject({ healthy: true });
    expect(await checkHealth(state, beat + 2 * minute + 1)).toMatchObject({ healthy: false });
  });
});

describe('the health file of a schedule that has stopped', () => {
  it('is taken away, if it is there', async () => {
    const state = temporaryFolder();
    await writeHealth(state, wellSince());
    await removeHealth(state);
    expect(existsSync(join(state, 'health.json'))).toBe(false);
    await removeHealth(state);
  });

  it('is said to be in the way where it cannot be taken away', async () => {
    const state = join(temporaryFolder(), 'state');
    writeFileSync(state, 'no folder any more');
    await expect(removeHealth(state)).rejects.toThrow(CannotWriteError);
  });
});

describe('another keeper of the schedule', () => {
  /** A state folder whose health file names a process. */
  async function keptBy(pid: number): Promise<string> {
    const state = temporaryFolder();
    await writeHealth(state, wellSince());
    writeFileSync(join(state, 'health.json'), JSON.stringify({ ...healthIn(state), pid }));
    return state;
  }

  it('is a process that lives and has shown so of late', async () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'spawn');
    const state = await keptBy(child.pid ?? 0);
    expect(await otherKeeper(state, beat)).toBe(child.pid);
    expect(await otherKeeper(state, beat + 3 * minute)).toBeUndefined();
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(await otherKeeper(state, beat)).toBeUndefined();
  });

  it("lives too where it is somebody else's", async () => {
    const state = await keptBy(4_000_000);
    const killing = vi.spyOn(process, 'kill');
    onTestFinished(() => killing.mockRestore());
    const failing = (code: string) => () => {
      throw Object.assign(new Error(code), { code });
    };
    killing.mockImplementation(failing('EPERM'));
    expect(await otherKeeper(state, beat)).toBe(4_000_000);
    expect(killing).toHaveBeenCalledWith(4_000_000, 0);
    killing.mockImplementation(failing('ESRCH'));
    expect(await otherKeeper(state, beat)).toBeUndefined();
  });

  it('is not this process, nor anybody where no file says so', async () => {
    expect(await otherKeeper(await keptBy(process.pid), beat)).toBeUndefined();
    expect(await otherKeeper(temporaryFolder(), beat)).toBeUndefined();
  });
});
