import { expect, it } from 'vitest';
import { folderName } from '../../src/files/folder-name.ts';

it.each(['autumn', '4218b775-bef3-46b2-aee2-7caae052cf94', 'Sale_2026.11', '_x', 'a', 'news-20261122'])(
  'keeps %s',
  (id) => {
    expect(folderName(id)).toBe(id);
  },
);

it.each([
  '',
  '.',
  '..',
  '../x',
  'a/b',
  'a\\b',
  'sale/../../x',
  'sale\nx',
  'sale.',
  'CON',
  'nul.txt',
  'a b',
  'x.',
  '.x',
  '-x',
  'é',
  'a\u0000b',
  '\u202Eabc',
  'x'.repeat(300),
])('makes a safe name of %j', (id) => {
  expect(folderName(id)).toMatch(/^[A-Za-z0-9-]{8,110}$/);
  expect(folderName(id)).not.toMatch(/^-|^(con|nul)$/i);
});

it('keeps no id that looks like a name that is made: it could be the name of another', () => {
  const made = folderName('a b');
  expect(made).toMatch(/^a-b-[0-9a-f]{8}$/);
  expect(folderName(made)).not.toBe(made);
  for (const number of Array(500).keys())
    expect(folderName(folderName(`${number} b`))).not.toBe(folderName(`${number} b`));
});

it('keeps different ids apart', () => {
  const ids = ['a b', 'a/b', 'a:b', 'a  b', 'A b'];
  expect(new Set(ids.map(folderName)).size).toBe(ids.length);
});

it.each([
  ['a b', /^a-b-[0-9a-f]{8}$/],
  ['Été 2026!', /^E-te-2026-[0-9a-f]{8}$/],
  ['--x--', /^x-[0-9a-f]{8}$/],
  ['…', /^[0-9a-f]{8}$/],
  ['x'.repeat(101), /^x{100}-[0-9a-f]{8}$/],
])('keeps the harmless characters of %j', (id, name) => {
  expect(folderName(id)).toMatch(name);
});

it('keeps an id of up to 100 characters', () => {
  expect(folderName('x'.repeat(100))).toBe('x'.repeat(100));
});

it.each(['prn', 'AUX', 'com1', 'lpt9', 'com1.a.b', 'con.txt', 'index.html', 'INDEX.HTML'])(
  'does not keep %s, which is taken',
  (id) => {
    expect(folderName(id)).toMatch(/-[0-9a-f]{8}$/);
  },
);

it.each(['console', 'com', 'com10', 'lpt', 'xcon', 'nul_', 'index.html5', 'index-html', 'my-index.html'])(
  'keeps %s, which is only like a name that is taken',
  (id) => {
    expect(folderName(id)).toBe(id);
  },
);

it('gives a delivery the folder that earlier versions gave it', () => {
  expect(folderName('b c')).toBe('b-c-47d8a4a8');
  expect(folderName('c d')).toBe('c-d-b561f19f');
});

it('does not keep what could be a name that is made of another id', () => {
  for (const id of ['1a2b3c4d', 'b-c-47d8a4a8'])
    expect(folderName(id)).toMatch(new RegExp(`^${id}-[0-9a-f]{8}$`));
});
