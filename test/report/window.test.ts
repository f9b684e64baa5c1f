import { describe, expect, it } from 'vitest';
import { isoTime } from '../../src/report/iso-time.ts';
import { lastDayOf, windowOf } from '../../src/report/window.ts';

const start = Date.parse('2026-11-22T08:00:00Z');
const hour = 3_600_000;

describe('the window of a delivery', () => {
  it('is open on both sides where all its time was chosen', () => {
    expect(windowOf({ kind: 'all' }, start)).toEqual({ from: null, to: null });
  });

  it('goes back from its last event where its last stretch was chosen', () => {
    expect(windowOf({ kind: 'last', milliseconds: hour }, start)).toEqual({ from: start - hour, to: null });
    expect(windowOf({ kind: 'last', milliseconds: hour }, null)).toEqual({ from: null, to: null });
  });

  it('is from one instant to another where these were chosen, whatever its last event', () => {
    expect(windowOf({ kind: 'between', from: start, to: start + hour }, null)).toEqual({
      from: start,
      to: start + hour,
    });
  });
});

describe('the last day', () => {
  const span = (hours: number) => ({ firstEvent: start, lastEvent: start + hours * hour });

  it('goes 24 hours back from the last event of a delivery that has more than those', () => {
    expect(lastDayOf({ kind: 'all' }, span(25))).toEqual({ from: start + hour, to: null });
    expect(lastDayOf({ kind: 'all' }, span(24))).toBeNull();
  });

  it('is not there where a window was chosen, or no event is known', () => {
    expect(lastDayOf({ kind: 'last', milliseconds: hour }, span(48))).toBeNull();
    expect(lastDayOf({ kind: 'between', from: null, to: null }, span(48))).toBeNull();
    expect(lastDayOf({ kind: 'all' }, { firstEvent: null, lastEvent: start })).toBeNull();
    expect(lastDayOf({ kind: 'all' }, { firstEvent: -2 * 24 * hour, lastEvent: null })).toBeNull();
  });
});

it('writes an instant in UTC to the millisecond, and none as none', () => {
  expect(isoTime(start + 5)).toBe('2026-11-22T08:00:00.005Z');
  expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
  expect(isoTime(null)).toBeNull();
});
