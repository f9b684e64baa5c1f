import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundledChromium } from '../../src/browser/bundled-chromium.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

/** Runs a program as somebody who may write to a folder of their own only. */
const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--'];

/** Runs a program in a place where nobody may make a user namespace, under a number that is not root's. */
const withoutNamespaces = [
  ...['unshare', '--user', '--map-user=1000', '--map-group=1000', '--keep-caps'],
  ...['sh', '-c', 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"', 'sh'],
];

const works = ([command = '', ...words]: readonly string[], ...more: readonly string[]): boolean =>
  spawnSync(command, [...words, ...more]).status === 0;

/** Whether another user can run us here at all: the checkout may lie in a home that is closed to them. */
const canBeNobody =
  process.platform === 'linux' &&
  process.arch === 'x64' &&
  isRoot &&
  works(asNobody, process.execPath, cli, '--version');
const canMakeNamespaces = canBeNobody && works(asNobody, 'unshare', '--user', 'true');
const canForbidNamespaces = canBeNobody && works(withoutNamespaces, 'true');

interface Printed {
  readonly status: number | null;
  readonly stderr: string;
  /** The words of the browser's command lines, those of each start of it. */
  readonly starts: readonly (readonly string[])[];
  readonly pdf: string;
}

/** Prints a report's PDF as somebody, with the bundled Chromium, and tells how that was started. */
async function printAs(user: readonly string[], owner: number): Promise<Printed> {
  const program = await bundledChromium(() => {});
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  chownSync(folder, owner, owner);
  const dump = join(folder, 'd.ndjson');
  writeFileSync(dump, '{"event_type":"sent","timestamp":"2026-11-22T08:00:00Z"}\n');
  const copied = join(folder, 'chromium');
  // Root's own cache is closed to others.
  spawnSync('cp', ['-r', join(program.executable, '..'), copied]);
  const wrapper = join(folder, 'browser-headless-shell');
  const environment = Object.entries(program.environment).map(
    ([name, value]) => `export ${name}='${value.replaceAll(join(program.executable, '..'), copied)}'`,
  );
  writeFileSync(
    wrapper,
    [
      '#!/bin/sh',
      ...environment,
      `echo "$@" >> '${folder}/starts'`,
      `exec '${copied}/chromium' "$@"`,
      '',
    ].join('\n'),
  );
  spawnSync('chmod', ['-R', 'a+rX', folder]);
  chmodSync(wrapper, 0o755);
  const [command = '', ...words] = user;
  const { status, stderr } = spawnSync(
    command,
    [
      ...words,
      process.execPath,
      cli,
      dump,
      '--pdf',
      '--verbose',
      '--browser',
      wrapper,
      '--output',
      `${folder}/output`,
    ],
    { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder }, cwd: folder },
  );
  const read = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'latin1');
    } catch {
      return '';
    }
  };
  const starts = read('starts').split('\n').filter(Boolean);
  return {
    status,
    stderr,
    starts: starts.map((line) => line.split(' ')),
    pdf: read('output/d/report.pdf').slice(0, 5),
  };
}

describe('the sandbox of the browser', () => {
  it.runIf(canMakeNamespaces)(
    'is on where the system allows it',
    async () => {
      const { status, stderr, starts, pdf } = await printAs(asNobody, nobody);
      expect(stderr).not.toContain('without its sandbox');
      expect(status).toBe(0);
      expect(starts).toHaveLength(1);
      expect(starts[0]).not.toContain('--no-sandbox');
      expect(pdf).toBe('%PDF-');
    },
    90_000,
  );

  it.runIf(canForbidNamespaces)(
    'is left out, with a note, where the system allows nobody one',
    async () => {
      const { status, stderr, starts, pdf } = await printAs(withoutNamespaces, 0);
      expect(stderr).toContain(
        'the browser runs without its sandbox, because this system does not allow it one',
      );
      expect(status).toBe(0);
      expect(starts.map((words) => words.includes('--no-sandbox'))).toEqual([false, true]);
      expect(pdf).toBe('%PDF-');
    },
    90_000,
  );

  it.runIf(canBeNobody)(
    'is left out, with a note, for root',
    async () => {
      const { status, stderr, starts, pdf } = await printAs(['env'], 0);
      expect(stderr).toContain('the browser runs without its sandbox, because this is root');
      expect(status).toBe(0);
      expect(starts.map((words) => words.includes('--no-sandbox'))).toEqual([true]);
      expect(pdf).toBe('%PDF-');
    },
    90_000,
  );
});
