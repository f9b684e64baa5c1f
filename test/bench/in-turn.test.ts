import { expect, test, vi } from 'vitest';
import { inTurn } from '../../bench/process/in-turn.ts';

test('cases take turns, and what they took to warm up does not count', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const order: string[] = [];
  const costs = { one: [900, 3, 1, 2], other: [900, 30, 10, 20] };
  const run = (name: keyof typeof costs) => async () => {
    order.push(name);
    return {
      milliseconds: costs[name].shift() ?? Number.NaN,
      processor: null,
      peakMebibytes: null,
      familyMebibytes: null,
    };
  };
  const of = await inTurn({ one: run('one'), other: run('other') }, { turns: 3, warmUp: true });
  expect(order.join(' ')).toBe('one other one other one other one other');
  expect(of('one')).toMatchObject({ milliseconds: 2, turns: 3 });
  expect(of('other')).toMatchObject({ milliseconds: 20, fastest: 10 });
});
