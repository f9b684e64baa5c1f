import { expect, test } from 'vitest';
import { inUnit, roughly } from '../../bench/units.ts';

test.each([
  [4.26, 'milliseconds', '4.3 ms'],
  [612.4, 'milliseconds', '612 ms'],
  [6023, 'milliseconds', '6.02 s'],
  [386_066, 'bytes', '386,066 bytes'],
  [1536, 'mebibytes', '1,536 MiB'],
  [0.346, 'ratio', '0.35 x'],
  [18.24, 'milliseconds per megabyte', '18.2 ms/MB'],
] as const)('%d %s is shown as %s', (value, unit, shown) => {
  expect(inUnit(value, unit)).toBe(shown);
});

test.each([
  [999, '999'],
  [10_099, '10.1 k'],
  [1_000_000, '1 M'],
  [2_752_690, '2.75 M'],
  [100_177_000, '100 M'],
])('%d is roughly %s', (count, shown) => {
  expect(roughly(count)).toBe(shown);
});
