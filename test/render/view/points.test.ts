import { expect, it } from 'vitest';
import { formatOf } from '../../../src/render/view/format-of.ts';
import { points } from '../../../src/render/view/points.ts';

it.each([
  [0.031, '+3.1', '+3,1'],
  [-0.2456, '−24.6', '−24,6'],
  [0.0092, '+0.92', '+0,92'],
  [0.00999, '+1.0', '+1,0'],
  [-0.00004, '0', '0'],
  [0, '0', '0'],
  [1, '+100.0', '+100,0'],
])('says a difference of %d in points with its sign', (difference, english, french) => {
  expect(points(difference, formatOf('en', 'UTC'))).toBe(english);
  expect(points(difference, formatOf('fr', 'UTC'))).toBe(french);
});
