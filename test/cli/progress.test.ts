import { execFileSync, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { screenOf } from '../progress/screen-of.ts';
import { ndjson } from '../support/report-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** The `script` of util-linux, which gives a command a terminal of its own. */
const hasScript = (() => {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
})();

const sent = { event_type: 'sent', timestamp: '2026-11-22T08:00:00Z', delivery_id: 'autumn' };

/** Twice as long as it takes until progress is shown. */
const longEnough = 600;

/**
 * What the command writes to a terminal while its dump, which comes through a pipe, keeps it waiting: until progress is
 * shown, or where there is to be none, until it would have been.
 */
async function onTerminal(
  dump: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  expected: 'progress' | 'no progress',
): Promise<{ readonly written: string; readonly output: string }> {
  const folder = temporaryFolder();
  const output = join(folder, 'output');
  const pipe = join(folder, 'dump.ndjson');
  execFileSync('mkfifo', [pipe]);
  const command = [process.execPath, cli, pipe, '-o', output, ...args].join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: { ...process.env, CI: '', TERM: 'xterm', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  let written = '';
  const shown = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      written += text;
      if (screenOf(written).at(-1) === 'Reading the dump') resolve();
    });
  });
  // Opens when the command has opened its end.
  const writer = await open(pipe, 'w');
  await Promise.race([expected === 'progress' ? shown : setTimeout(longEnough), ended]);
  await writer.writeFile(dump);
  await writer.close();
  await ended;
  return { written, output };
}

describe.skipIf(!hasScript)('progress on a terminal', () => {
  it('is shown while there is something to wait for, and gone when the result is said', async () => {
    const { written, output } = await onTerminal(ndjson([sent]), [], {}, 'progress');
    expect(screenOf(written)).toEqual([
      join(output, 'autumn', 'report.html'),
      join(output, 'autumn', 'report.json'),
      '',
    ]);
  });

  it('is gone before an error is told', async () => {
    const { written } = await onTerminal('{"no": "event"}\n', [], {}, 'progress');
    const [error, ...more] = screenOf(written).filter((line) => line !== '');
    expect(error).toMatch(/^email-live-report: /);
    expect(more).toEqual([]);
  });

  it('does not tear the notes that are said meanwhile', async () => {
    const { written } = await onTerminal(ndjson([sent]), ['--verbose'], {}, 'progress');
    expect(screenOf(written)[0]).toMatch(/^\S+dump\.ndjson: native, ndjson \(.*\)$/);
  });

  it.each([
    ['with --quiet', ['--quiet'], {}],
    ['where a machine watches', [], { CI: 'true' }],
    ['on a terminal that cannot erase', [], { TERM: 'dumb' }],
  ])('is not there %s', async (_, args, env) => {
    const { written } = await onTerminal(ndjson([sent]), args, env, 'no progress');
    expect(written).not.toContain('\u001b');
    expect(written).not.toContain('Reading');
  });
});
