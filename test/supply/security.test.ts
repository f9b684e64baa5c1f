import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const security = readFileSync('SECURITY.md', 'utf8');
const rows = security.split('\n').filter((line) => line.startsWith('| ') && line.includes('`test/'));

it('names tests that there are', () => {
  const tests = [...security.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);
  expect(tests.length).toBeGreaterThan(20);
  expect(tests.filter((path) => !existsSync(path))).toEqual([]);
});

it('has for each threat what they could try, what stops it, and a test', () => {
  const table = security.slice(security.indexOf('## The threats'), security.indexOf('## Packages'));
  const threats = table.split('\n').filter((line) => /^\| (?!what the attacker|---)/.test(`${line} `));
  expect(threats.length).toBe(rows.length);
  for (const row of threats) {
    const [, , attempt = '', defence = '', test = ''] = row.split('|').map((cell) => cell.trim());
    expect([attempt, defence, test].map((cell) => cell.length > 3)).toEqual([true, true, true]);
  }
});
