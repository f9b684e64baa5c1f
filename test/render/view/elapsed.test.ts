import { describe, expect, it } from 'vitest';
import { elapsedInWords } from '../../../src/render/view/elapsed.ts';
import { formatOf } from '../../../src/render/view/format-of.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

describe('how long something took', () => {
  it.each([
    [0, '0 s'],
    [0.4, '0 s'],
    [42, '42 s'],
    [59.6, '1 min'],
    [5 * minute, '5 min'],
    [5 * minute + 7, '5 min 7 s'],
    [hour - 1, '59 min 59 s'],
    [hour, '1 h'],
    [2 * hour + 5 * minute + 29, '2 h 5 min'],
    [2 * hour + 59 * minute + 40, '3 h'],
    [day - 1, '1 d'],
    [2 * day + 4 * hour + 29 * minute, '2 d 4 h'],
    [1234 * day, '1,234 d'],
  ])('%s seconds are %j', (seconds, words) => {
    expect(elapsedInWords(seconds, formatOf('en', 'UTC'))).toBe(words);
  });

  it('is told in French with spaces that do not break', () => {
    expect(elapsedInWords(2 * day + 4 * hour, formatOf('fr', 'UTC'))).toBe('2\u00a0j 4\u00a0h');
  });
});
