import { describe, expect, it } from 'vitest';
import { parseDate } from '../../src/config/date.ts';
import { chooseLocale } from '../../src/config/locale.ts';
import { chooseTimezone } from '../../src/config/timezone.ts';
import { chooseWindow } from '../../src/config/window.ts';

describe('the window', () => {
  it.each([
    ['90s', 90_000],
    ['90m', 5_400_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
  ])('--last %s is %d milliseconds', (last, milliseconds) => {
    expect(chooseWindow({ last })).toEqual({ kind: 'last', milliseconds });
  });

  it.each(['0h', '24', 'h', '-1h', '1.5h', '24 hours'])('--last %s is refused', (last) => {
    expect(() => chooseWindow({ last })).toThrow(/no stretch of time/);
  });

  it('is open where an end is not given', () => {
    expect(chooseWindow({ from: '2026-11-22' })).toEqual({
      kind: 'between',
      from: Date.UTC(2026, 10, 22),
      to: null,
    });
    expect(chooseWindow({ to: '2026-11-22T08:00:00+02:00' })).toEqual({
      kind: 'between',
      from: null,
      to: Date.UTC(2026, 10, 22, 6),
    });
  });
});

describe('--date', () => {
  it.each(['2026-11-22', '2028-02-29', '2027-01-01'])('%s is a day', (text) => {
    expect(parseDate(text)).toBe(text);
  });

  it.each([
    '2026-02-30',
    '2027-02-29',
    '2026-13-01',
    '2026-11',
    '2026-11-22T08:00:00Z',
    '0000-01-01',
    'today',
    '',
  ])('%s is refused', (text) => {
    expect(() => parseDate(text)).toThrow(`--date: "${text}" is no day`);
  });
});

it('knows languages with their region and encoding', () => {
  expect(chooseLocale('fr-CA', {})).toBe('fr');
  expect(chooseLocale(undefined, { LANG: 'fr_FR.UTF-8@euro' })).toBe('fr');
  expect(chooseLocale(undefined, {})).toBe('en');
});

it('takes the time zone of the machine where none is asked for', () => {
  expect(chooseTimezone(undefined)).toBe('America/New_York');
  expect(chooseTimezone('europe/paris')).toBe('Europe/Paris');
});
