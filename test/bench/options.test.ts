import { describe, expect, test } from 'vitest';
import { optionsOf, partNames } from '../../bench/options.ts';
import { planOf } from '../../bench/plan.ts';

describe('the options of the bench', () => {
  test('are all parts at their usual size where nothing is said', () => {
    expect(optionsOf([])).toEqual({
      task: 'measure',
      level: 'usual',
      parts: partNames,
      turns: null,
      recipients: null,
      upTo: 100,
    });
  });

  test('name parts, the number of turns and the size', () => {
    expect(optionsOf(['--quick', '--only', 'charts,formats', '--turns', '2'])).toMatchObject({
      level: 'quick',
      parts: ['charts', 'formats'],
      turns: 2,
    });
  });

  test('put the program before a cluster', () => {
    expect(optionsOf(['--cluster', '--recipients', '5000', '--turns', '1'])).toMatchObject({
      task: 'cluster',
      recipients: 5000,
      turns: 1,
    });
  });

  test('leave out the formats and what is followed where it has to be quick', () => {
    expect(optionsOf(['--quick']).parts).toEqual(
      partNames.filter((name) => !['formats', 'live'].includes(name)),
    );
  });

  test.each([
    [['--quick', '--large'], 'exclude each other'],
    [['--scale', '--verify'], '--scale and --verify exclude each other'],
    [['--cluster', '--verify'], '--verify and --cluster exclude each other'],
    [['--cluster', '--large'], '--large: not with this'],
    [['--only', 'pages'], 'no part pages'],
    [['--turns', '0'], '--turns cannot be 0'],
    [['--recipients', 'many'], '--recipients cannot be many'],
    [['--scale', '--up-to', '1.5'], '--up-to cannot be 1.5'],
    [['--up-to', '3'], '--up-to: not with this'],
    [['--scale', '--quick', '--only', 'charts'], '--quick, --only: not with this'],
    [['--verify', '--turns', '2'], '--turns: not with this'],
    [['--fast'], '--fast'],
  ])('%j are an error', (args, words) => {
    expect(() => optionsOf(args)).toThrow(words);
  });
});

test('a number of turns that is asked for holds for every case, and what is warmed up stays so', () => {
  const { small, throughput, deliveries, formats } = planOf({ level: 'large', turns: 1, recipients: null });
  expect([small, ...throughput.map(({ turns }) => turns), deliveries.turns, formats.turns]).toEqual([
    { turns: 1, warmUp: true },
    { turns: 1, warmUp: true },
    { turns: 1, warmUp: false },
    { turns: 1, warmUp: false },
    { turns: 1, warmUp: true },
  ]);
});

test('a number of recipients that is asked for is the only size', () => {
  const { throughput } = planOf({ level: 'large', turns: null, recipients: 5000 });
  expect(throughput.map(({ recipients }) => recipients)).toEqual([5000]);
});
