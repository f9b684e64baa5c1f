import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { run } from './run.ts';

it('makes a dump that renders, the same for the same seed', async () => {
  const folder = temporaryFolder();
  const [one, two, other] = ['one', 'two', 'other'].map((name) => join(folder, `${name}.ndjson`));
  if (one === undefined || two === undefined || other === undefined) throw new Error('unreachable');
  const options = ['--recipients', '50', '--format', 'ajo'];
  const made = await run(['sample', one, ...options, '--seed', '4']);
  expect(made).toEqual({ status: 0, stdout: `${one}\n`, stderr: '' });
  await run(['sample', two, ...options, '--seed', '4']);
  await run(['sample', other, ...options, '--seed', '5']);
  expect(readFileSync(two)).toEqual(readFileSync(one));
  expect(readFileSync(other)).not.toEqual(readFileSync(one));
  expect((await run([one, '-o', folder])).status).toBe(0);
});

it.each([
  [['--recipients', '0'], /--recipients/],
  [['--recipients', 'many'], /--recipients/],
  [['--seed', '-1'], /--seed/],
  [['--format', 'pigeon'], /format/],
])('refuses %j', async (options, line) => {
  const { status, stderr } = await run(['sample', join(temporaryFolder(), 'd.ndjson'), ...options]);
  expect(stderr).toMatch(line);
  expect(status).toBe(64);
});
