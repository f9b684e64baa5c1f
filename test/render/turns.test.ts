import { expect, it } from 'vitest';
import { Turns } from '../../src/render/turns.ts';

/** Works that end when they are told to, and the names of those at work. */
function works(most: number) {
  const turns = new Turns(most);
  const atWork = new Map<string, () => void>();
  const start = (name: string, alone = false) =>
    turns.take(() => new Promise<void>((resolve) => atWork.set(name, resolve)), { alone });
  const end = async (name: string) => {
    atWork.get(name)?.();
    atWork.delete(name);
    await new Promise(setImmediate);
  };
  return { start, end, names: () => [...atWork.keys()] };
}

it('so many works go on at once, the others in their order', async () => {
  const { start, end, names } = works(2);
  for (const name of ['a', 'b', 'c', 'd']) void start(name);
  await end('');
  expect(names()).toEqual(['a', 'b']);
  await end('b');
  expect(names()).toEqual(['a', 'c']);
});

it('one that is alone waits for those at work and keeps the others waiting', async () => {
  const { start, end, names } = works(2);
  for (const name of ['a', 'b', 'c']) void start(name);
  void start('alone', true);
  await end('');
  await end('a');
  expect(names()).toEqual(['b']);
  await end('b');
  expect(names()).toEqual(['alone']);
  await end('alone');
  expect(names()).toEqual(['c']);
});

it('a work that fails gives its turn on', async () => {
  const turns = new Turns(1);
  const fails = turns.take(() => Promise.reject(new Error('no')), { alone: false });
  const next = turns.take(async () => 'done', { alone: false });
  await expect(fails).rejects.toThrow('no');
  expect(await next).toBe('done');
});
