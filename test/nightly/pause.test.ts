import { describe, expect, it, vi } from 'vitest';
import { pause } from '../../src/nightly/pause.ts';
import { stopClock } from './watched-schedule.ts';

describe('a pause', () => {
  it('ends when its time is over', async () => {
    stopClock('2026-11-22T06:00:00Z');
    const paused = pause(5000, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(4999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await paused;
    expect(Date.now()).toBe(Date.parse('2026-11-22T06:00:05Z'));
  });

  it('ends when it is aborted, and leaves no timer', async () => {
    stopClock('2026-11-22T06:00:00Z');
    const stop = new AbortController();
    const paused = pause(5000, stop.signal);
    stop.abort();
    await paused;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin when it is aborted already', async () => {
    stopClock('2026-11-22T06:00:00Z');
    await pause(5000, AbortSignal.abort());
    expect(vi.getTimerCount()).toBe(0);
  });
});
