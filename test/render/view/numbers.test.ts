import { describe, expect, it } from 'vitest';
import { translate } from '../../../src/locales/translate.ts';
import { numbersOf } from '../../../src/render/view/numbers.ts';

const en = numbersOf(translate('en'));
const fr = numbersOf(translate('fr'));

describe('counts', () => {
  it.each([
    [0, '0', '0'],
    [999, '999', '999'],
    [1000, '1,000', '1\u202f000'],
    [1_234_567, '1,234,567', '1\u202f234\u202f567'],
  ])('writes %d as %s and %s', (value, english, french) => {
    expect(en.count(value)).toBe(english);
    expect(fr.count(value)).toBe(french);
  });

  it.each([
    [500, '500', '500'],
    [1500, '1.5k', '1,5\u202fk'],
    [20_000, '20k', '20\u202fk'],
    [2_500_000, '2.5M', '2,5\u202fM'],
    [3_000_000_000, '3bn', '3\u202fMd'],
  ])('shortens %d on an axis to %s and %s', (value, english, french) => {
    expect(en.compact(value)).toBe(english);
    expect(fr.compact(value)).toBe(french);
  });
});

describe('rates', () => {
  it.each([
    [null, '–', '–'],
    [0, '0%', '0\u202f%'],
    [0.00001, '<0.01%', '<\u202f0,01\u202f%'],
    [0.0042, '0.42%', '0,42\u202f%'],
    [0.009964, '1.0%', '1,0\u202f%'],
    [0.0291, '2.9%', '2,9\u202f%'],
    [0.97122, '97.1%', '97,1\u202f%'],
    [0.99999, '99.9%', '99,9\u202f%'],
    [1, '100%', '100\u202f%'],
    [1.0001, '>100%', '>\u202f100\u202f%'],
    [1.5, '150.0%', '150,0\u202f%'],
  ])('writes %s as %s and %s', (value, english, french) => {
    expect(en.rate(value)).toBe(english);
    expect(fr.rate(value)).toBe(french);
  });
});
