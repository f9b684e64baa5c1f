import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programHash } from '../../src/incremental/program-hash.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A package as it is installed. */
function somePackage(): string {
  const root = temporaryFolder();
  for (const folder of ['dist/chunks', 'templates']) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['package.json', 'dist/cli.js', 'dist/chunks/a.js', 'templates/page.hbs'])
    writeFileSync(join(root, file), file);
  return root;
}

describe('the hash of the program', () => {
  it('is the same wherever the same program lies', () => {
    expect(programHash(somePackage())).toBe(programHash(somePackage()));
  });

  it.each([
    ['version', (root: string) => writeFileSync(join(root, 'package.json'), '{}')],
    ['build', (root: string) => writeFileSync(join(root, 'dist/chunks/a.js'), 'other')],
    ['template', (root: string) => writeFileSync(join(root, 'templates/page.hbs'), 'other')],
    ['file', (root: string) => writeFileSync(join(root, 'dist/b.js'), '')],
    ['name', (root: string) => renameSync(join(root, 'dist/cli.js'), join(root, 'dist/cly.js'))],
  ])('is another one with another %s', (_, change) => {
    const root = somePackage();
    const before = programHash(root);
    change(root);
    expect(programHash(root)).not.toBe(before);
  });
});
