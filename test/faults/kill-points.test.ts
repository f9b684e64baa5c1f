import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { tidyFolder } from '../../src/files/put-aside.ts';
import { replaceFolder } from '../../src/files/replace-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { contentsOf } from './folder-contents.ts';
import { isLongForm } from './long-form.ts';

const killer = fileURLToPath(new URL('./kill-at-call.mjs', import.meta.url));

/** A program that writes a delivery's files, and what it is killed by. */
async function program(): Promise<string> {
  const outfile = join(temporaryFolder(), 'replacing.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./replacing.ts', import.meta.url))],
    ...{ outfile, bundle: true, platform: 'node', format: 'esm' },
  });
  return outfile;
}

const bySomebody = { 'notes.txt': 'call them', 'photos/1.jpg': 'a photo', 'csv/mine.txt': 'by hand' };

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** What a run leaves of ours. */
const report = (which: string): Readonly<Record<string, string>> => ({
  'report.html': `<html>${which}</html>`,
  'report.json': `{"is":"${which}"}`,
  'csv/a.csv': `a,${which}`,
  [`csv/only-${which}.csv`]: `b,${which}`,
});

const withoutThoseOf = (files: Readonly<Record<string, string>>, others: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !(path in others)));

/** How often a run changes something on the disk when it gets through. */
function callsOf(script: string, output: string, kept: string): number {
  const counted = join(temporaryFolder(), 'calls');
  execFileSync(process.execPath, ['--import', killer, script, output, 'sale', 'new', kept], {
    env: { ...process.env, CALLS: counted },
  });
  return Number(readFileSync(counted, 'utf8'));
}

const before = { 'report.pdf': 'printed', ...report('old') };

const anew = ['made anew', '', report('new')] as const;
const withPdf = [
  'made anew but for its PDF, which is kept',
  'report.pdf',
  { ...report('new'), 'report.pdf': 'printed' },
] as const;
const cases = [
  [...anew, false],
  [...withPdf, true],
  ...(isLongForm
    ? ([
        [...anew, true],
        [...withPdf, false],
      ] as const)
    : []),
] as const;

describe('a report', () => {
  it.each(cases)(
    'that is %s is the old one or the new one, whichever call that changes the disk the run is killed at',
    { timeout: 120_000 },
    async (_, kept, after, midway) => {
      const script = await program();
      const start = temporaryFolder();
      write(join(start, 'sale'), { ...before, ...bySomebody });
      const copy = (): string => {
        const output = join(temporaryFolder(), 'output');
        cpSync(start, output, { recursive: true });
        return output;
      };
      const calls = callsOf(script, copy(), kept);
      expect(calls).toBeGreaterThan(10);

      let missing = 0;
      for (let call = 1; call <= calls; call += 1) {
        const output = copy();
        const killed = spawnSync(
          process.execPath,
          ['--import', killer, script, output, 'sale', 'new', kept],
          {
            env: { ...process.env, KILL_AT_CALL: String(call), KILL_MIDWAY: String(midway) },
          },
        );
        expect(killed.signal).toBe('SIGKILL');
        if (readdirSync(output).includes('sale')) {
          const left = contentsOf(join(output, 'sale'));
          expect([before, after], `killed at call ${call}`).toContainEqual(withoutThoseOf(left, bySomebody));
        } else missing += 1;

        // The next run is about another delivery: this one is right, and there is nothing else.
        tidyFolder(output);
        await replaceFolder(join(output, 'other'), new Map(Object.entries(report('new'))), []);
        expect(readdirSync(output)).toEqual(['other', 'sale']);
        const right = contentsOf(join(output, 'sale'));
        expect(
          [before, after].map((files) => ({ ...files, ...bySomebody })),
          `killed at call ${call}`,
        ).toContainEqual(right);
      }
      // Between the two renames.
      expect(missing).toBe(1);
    },
  );
});
