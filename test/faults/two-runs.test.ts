import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { deliveries } from '../support/deliveries.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { contentsOf } from './folder-contents.ts';
import { isLongForm } from './long-form.ts';

const rounds = isLongForm ? 25 : 3;
const names = ['delivery-0', 'delivery-1', 'delivery-2', 'delivery-3'];
const usual = ['--csv', '--timezone', 'UTC', '--locale', 'en'];

it('runs into one output at the same time leave each delivery the whole report of one of them', {
  timeout: 600_000,
}, async () => {
  const dumps = [1, 100, 200].map((seed) => deliveries(names.length, { seed, label: `Seed ${seed}` }));
  const references = [];
  for (const dump of dumps) {
    const output = join(temporaryFolder(), 'output');
    await run([dump, '-o', output, ...usual]);
    references.push(contentsOf(output));
  }
  const ofDelivery = (files: Readonly<Record<string, string>>, name: string) =>
    Object.entries(files).filter(([path]) => path.startsWith(`${name}/`));

  const output = join(temporaryFolder(), 'output');
  mkdirSync(join(output, 'delivery-0'), { recursive: true });
  writeFileSync(join(output, 'delivery-0', 'notes.txt'), 'mine');
  for (let round = 0; round < rounds; round += 1) {
    for (const { status, stderr } of await Promise.all(
      dumps.map((dump) => run([dump, '-o', output, ...usual])),
    ))
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(output)).toEqual([...names, 'index.html']);
    const { 'delivery-0/notes.txt': notes, ...files } = contentsOf(output);
    expect(notes).toBe('mine');
    for (const name of names)
      expect(references.map((reference) => ofDelivery(reference, name))).toContainEqual(
        ofDelivery(files, name),
      );
    expect(references.map((reference) => reference['index.html'])).toContain(files['index.html']);
  }
});
