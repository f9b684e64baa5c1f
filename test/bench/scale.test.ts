import { describe, expect, test } from 'vitest';
import { amortised } from '../../bench/parts/deliveries.ts';
import { logarithmic, stepsAround } from '../../bench/scale/axis.ts';
import { scalePicture } from '../../bench/scale/picture.ts';

describe('a logarithmic axis', () => {
  test('places a tenth and ten times as far from one', () => {
    const place = logarithmic(0.1, 10, 0, 200);
    expect([0.1, 1, 10].map((value) => Math.round(place(value)))).toEqual([0, 100, 200]);
  });

  test.each([
    [0.4, 3, [0.3, 1, 3]],
    [0.3, 250, [0.3, 1, 3, 10, 30, 100, 300]],
    [1, 1, [1, 3]],
    [3, 9, [3, 10]],
    [0.03, 0.05, [0.03, 0.1]],
  ])('from %d to %d has the steps %j', (smallest, largest, steps) => {
    expect(stepsAround(smallest, largest)).toEqual(steps);
  });
});

test('the picture of the curve names every size, time and peak', async () => {
  const svg = await scalePicture([
    { events: 1_001_000, seconds: 2.2, floorSeconds: 0.3, peakMebibytes: 700 },
    { events: 100_170_000, seconds: 221, floorSeconds: 28, peakMebibytes: 1400 },
  ]);
  for (const text of ['1 M events', '100 M events', '2.20 s', '221 s', '700 MiB', '1,400 MiB', '1.5 GiB'])
    expect(svg).toContain(`>${text}<`);
  expect(svg).not.toContain('NaN');
});

test('another report of many costs what the many take beyond one, shared out', () => {
  expect(amortised({ milliseconds: 25_475 }, { milliseconds: 500 }, 1000)).toBe(25);
});
