import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { filesBelow } from './runs.ts';

/** What the build reads. */
const sources = ['package.json', 'tsconfig.json', 'src', 'scripts', 'templates', 'samples', 'LICENSE'];

/** A copy of the sources in another place, with the same packages. */
function copied(): string {
  const copy = join(temporaryFolder(), 'another-place');
  mkdirSync(join(copy, 'node_modules'), { recursive: true });
  for (const name of sources) cpSync(name, join(copy, name), { recursive: true });
  // Each by itself: the build keeps something among them.
  for (const name of readdirSync('node_modules').filter((name) => name !== '.cache'))
    symlinkSync(join(process.cwd(), 'node_modules', name), join(copy, 'node_modules', name));
  return copy;
}

/** What the build made, but for the compiled code that it keeps: that is this V8's and this processor's. */
const made = (folder: string) =>
  Object.fromEntries(
    Object.entries(filesBelow(join(folder, 'dist'))).filter(([path]) => !path.endsWith('.cache')),
  );

it('builds the same files in another place, zone and language', { timeout: 180_000 }, () => {
  const copy = copied();
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: copy,
    env: { ...process.env, TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8' },
  });
  expect(Object.keys(made('.')).length).toBeGreaterThan(10);
  expect(made(copy)).toEqual(made('.'));
});
