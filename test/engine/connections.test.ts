import { expect, it } from 'vitest';
import { Connections } from '../../src/engine/connections.ts';

/** Works that are ended by hand, with what each was begun on. */
function worksOn(connections: Connections<string>) {
  const begun: string[] = [];
  const begin = (name: string, only?: string) => {
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const done = connections.use(async (connection) => {
      begun.push(`${name} on ${connection}`);
      await ended;
    }, only);
    return async () => {
      end();
      await done;
    };
  };
  return { begun, begin };
}

it('a statement has a connection to itself, and others wait for it in turn', async () => {
  const connections = new Connections<string>();
  connections.add('one');
  const { begun, begin } = worksOn(connections);
  const ends = [begin('first'), begin('second'), begin('third')];
  await Promise.resolve();
  expect(begun).toEqual(['first on one']);
  for (const end of ends) await end();
  expect(begun).toEqual(['first on one', 'second on one', 'third on one']);
});

it('two connections are used at a time', async () => {
  const connections = new Connections<string>();
  connections.add('one');
  connections.add('two');
  const { begun, begin } = worksOn(connections);
  const ends = [begin('first'), begin('second')];
  await Promise.resolve();
  expect(begun.map((text) => text.split(' on ')[1]).sort()).toEqual(['one', 'two']);
  for (const end of ends) await end();
});

it('a statement that needs a certain connection waits for that one, and others pass it by', async () => {
  const connections = new Connections<string>();
  connections.add('one');
  const { begun, begin } = worksOn(connections);
  const first = begin('first');
  const mine = begin('mine', 'two');
  const second = begin('second');
  await Promise.resolve();
  await first();
  await second();
  expect(begun).toEqual(['first on one', 'second on one']);
  connections.add('two');
  await mine();
  expect(begun.at(-1)).toBe('mine on two');
});

it('a statement that fails gives its connection back', async () => {
  const connections = new Connections<string>();
  connections.add('one');
  await expect(connections.use(() => Promise.reject(new Error('no such table')))).rejects.toThrow(
    'no such table',
  );
  expect(await connections.use(async (connection) => connection)).toBe('one');
});
