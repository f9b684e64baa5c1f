import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HowFar } from '../../src/progress/how-far.ts';
import { openProgressDisplay, type ProgressDisplay } from '../../src/progress/progress-display.ts';
import { screenOf } from './screen-of.ts';

let written: string[];
let columns: number;
let display: ProgressDisplay;

beforeEach(() => {
  vi.useFakeTimers();
  written = [];
  columns = 80;
  display = openProgressDisplay({
    write: (text) => written.push(text),
    get columns() {
      return columns;
    },
  });
});
afterEach(() => {
  display.end();
  vi.useRealTimers();
});

const screen = (): readonly string[] => screenOf(written.join(''));

describe('the display of progress', () => {
  it('shows nothing of what is done at once, and asks nobody how far it is', () => {
    const askHowFar = vi.fn(() => null);
    display.show('Reading', askHowFar);
    vi.advanceTimersByTime(250);
    display.end();
    expect(written).toEqual([]);
    expect(askHowFar).not.toHaveBeenCalled();
  });

  it('shows what has taken a while, though each part of it was short', () => {
    display.show('Reading');
    vi.advanceTimersByTime(200);
    display.show('Sorting');
    vi.advanceTimersByTime(200);
    expect(screen()).toEqual(['Sorting']);
  });

  it('writes ten times a second at most, and only what has changed', () => {
    let done = 0;
    display.show('Rendering', (): HowFar => ({ of: 'count', done, total: 1_000_000 }));
    for (let step = 0; step < 1300; step += 1) {
      done += 1;
      vi.advanceTimersByTime(1);
      display.show('Rendering', (): HowFar => ({ of: 'count', done, total: 1_000_000 }));
    }
    expect(written.length).toBeGreaterThan(5);
    expect(written.length).toBeLessThanOrEqual(11);
    const before = written.length;
    vi.advanceTimersByTime(800);
    expect(written.length).toBe(before);
  });

  it('makes room for what is said in the middle, and comes back below it', () => {
    display.show('Reading');
    vi.advanceTimersByTime(400);
    display.clear();
    written.push('a note\n');
    expect(screen()).toEqual(['a note', '']);
    vi.advanceTimersByTime(100);
    expect(screen()).toEqual(['a note', 'Reading']);
  });

  it('leaves nothing behind at its end, and is not heard of again', () => {
    display.show('Reading');
    vi.advanceTimersByTime(400);
    display.end();
    vi.advanceTimersByTime(1000);
    expect(screen()).toEqual(['']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits anew for work that begins after an end', () => {
    display.show('Reading');
    vi.advanceTimersByTime(400);
    display.end();
    display.show('Mailing');
    vi.advanceTimersByTime(200);
    expect(screen()).toEqual(['']);
    vi.advanceTimersByTime(200);
    expect(screen()).toEqual(['Mailing']);
  });

  it('fits into the columns that there are now', () => {
    display.show('Reading a dump with a long name', (): HowFar => ({ of: 'count', done: 5, total: 10 }));
    vi.advanceTimersByTime(400);
    expect(screen()).toEqual(['Reading a dump with a long name  ████████████░░░░░░░░░░░░  5 of 10']);
    columns = 20;
    vi.advanceTimersByTime(100);
    expect(screen()).toEqual(['Reading a dump wit…']);
  });
});
