import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HowFar } from '../../src/progress/how-far.ts';
import { progressLine, shortNumber, stretchText, timeLeft } from '../../src/progress/progress-line.ts';

const bytes = (done: number, rows: number | null = null): HowFar => ({
  of: 'bytes',
  done,
  total: 1_000_000_000,
  rows,
});
const count = (done: number, total: number): HowFar => ({ of: 'count', done, total });
const moment = (howFar: HowFar, elapsed: number) => ({ howFar, elapsed, reached: elapsed });

describe('the line of progress', () => {
  it('says how much of a dump is read, how many rows that is, how fast it goes and how long it will take', () => {
    expect(progressLine('Reading', moment(bytes(500_000_000, 1_437_000), 2500), 100)).toBe(
      'Reading  ████████████░░░░░░░░░░░░  50 %  1.4 M rows  200 MB/s  3 s left',
    );
  });

  it('leaves out first the rows, then the pace, then the time, then the bar as it gets narrower', () => {
    const shown = (columns: number): string =>
      progressLine('Reading', moment(bytes(500_000_000, 1_437_000), 2500), columns);
    expect([60, 50, 40, 30, 20, 13, 8].map(shown)).toEqual([
      'Reading  ██████░░░░░░  50 %  1.4 M rows  200 MB/s  3 s left',
      'Reading  ███████░░░░░░░  50 %  200 MB/s  3 s left',
      'Reading  ███████░░░░░░░  50 %  3 s left',
      'Reading  ███████░░░░░░░  50 %',
      'Reading  50 %',
      'Reading  50…',
      'Readin…',
    ]);
  });

  it('counts things, and says how long many of them will take', () => {
    expect(progressLine('Rendering', moment(count(3, 17), 2000), 80)).toBe(
      'Rendering  ████░░░░░░░░░░░░░░░░░░░░  3 of 17',
    );
    expect(progressLine('Rendering', moment(count(250, 1000), 20_000), 80)).toBe(
      'Rendering  ██████░░░░░░░░░░░░░░░░░░  250 of 1,000  1 min left',
    );
  });

  it('is the bare activity where nobody knows how far it is', () => {
    expect(progressLine('Reading', null, 80)).toBe('Reading');
    expect(progressLine('Reading', null, 5)).toBe('Rea…');
  });

  it('never takes the last column, whatever is known and however narrow it is', () => {
    const howFar = fc.oneof(
      fc
        .record({ done: fc.nat(), total: fc.nat(), rows: fc.option(fc.nat()) })
        .map((known): HowFar => ({ of: 'bytes', ...known })),
      fc.record({ done: fc.nat(), total: fc.nat() }).map((known): HowFar => ({ of: 'count', ...known })),
    );
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.option(fc.record({ howFar, elapsed: fc.nat(), reached: fc.nat() })),
        fc.integer({ min: 2, max: 200 }),
        (activity, moment, columns) => progressLine(activity, moment, columns).length < columns,
      ),
    );
  });
});

describe('the time left', () => {
  it('is told from the pace so far, not before there was one', () => {
    expect(timeLeft(moment(bytes(250_000_000), 5000))).toBe(15_000);
    expect(timeLeft(moment(bytes(250_000_000), 900))).toBeNull();
    expect(timeLeft(moment(bytes(1_000_000), 5000))).toBeNull();
  });

  it('runs down while the work has not come on, and stops at nothing', () => {
    expect(timeLeft({ howFar: bytes(500_000_000), elapsed: 6000, reached: 5000 })).toBe(4000);
    expect(timeLeft({ howFar: bytes(500_000_000), elapsed: 60_000, reached: 5000 })).toBe(0);
  });

  it.each([
    [0, '1 s'],
    [59_000, '59 s'],
    [59_001, '1 min'],
    [61_000, '2 min'],
    [3_600_000, '1 h 0 min'],
    [5_430_000, '1 h 31 min'],
  ])('of %i ms is %s', (milliseconds, text) => {
    expect(stretchText(milliseconds)).toBe(text);
  });
});

describe('a great number', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1437, '1.4 k'],
    [14_370, '14 k'],
    [999_499, '999 k'],
    [999_500, '1 M'],
    [2_750_000, '2.8 M'],
  ])('%i is %s in few characters', (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });
});
