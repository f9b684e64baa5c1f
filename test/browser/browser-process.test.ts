import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startBrowser } from '../../src/browser/browser-process.ts';
import { run } from '../cli/run.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';

/** A program in the place of a browser. */
function programOf(script: string): string {
  const path = temporaryFile('browser', `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const isUnix = process.platform !== 'win32';

it.runIf(isUnix)(
  'ends though something that a browser started lives on and holds its pipes',
  async () => {
    const note = join(temporaryFolder(), 'note');
    // As a wrapper does that starts a service of its own.
    const executable = programOf(`setsid sh -c 'echo $$ > "${note}"; exec sleep 100' & exec sleep 100`);
    onTestFinished(() => void process.kill(Number(readFileSync(note, 'utf8')), 'SIGKILL'));
    const outside = process.env.TMPDIR;
    const profiles = temporaryFolder();
    process.env.TMPDIR = profiles;
    onTestFinished(() => {
      if (outside === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = outside;
    });
    const browser = startBrowser({ executable, isHeadlessShell: true, environment: {} }, false);
    await expect.poll(() => existsSync(note) && readFileSync(note, 'utf8').endsWith('\n')).toBe(true);
    await browser.stop(0);
    expect(readdirSync(profiles)).toEqual([]);
  },
  20_000,
);

it.runIf(isUnix)(
  'is given up where it says nothing at its start: all but the PDF is written',
  async () => {
    const executable = programOf('exec sleep 1000');
    const temporary = temporaryFolder();
    const output = join(temporary, 'output');
    const dump = temporaryFile('d.ndjson', '{"event_type":"sent","timestamp":"2026-11-22T08:00:00Z"}\n');
    const { status, stderr, stdout } = await run(
      [dump, '--pdf', '--csv', '--browser', executable, '--output', output],
      { env: { TMPDIR: temporary } },
    );
    expect(stderr).toMatch(/the browser ".*" does not start: it does not answer/);
    expect(status).toBe(69);
    expect(stdout).toContain('report.html');
    expect(readdirSync(join(output, 'd')).sort()).toEqual(['csv', 'report.html', 'report.json']);
    expect(readdirSync(temporary)).toEqual(['output']);
  },
  90_000,
);
