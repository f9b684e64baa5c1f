import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nightlyFolder, smtpAt } from '../cli/nightly.ts';
import { startReceivingServer } from '../mail/receiving-server.ts';
import { screenOf } from '../progress/screen-of.ts';
import { deliveries } from '../support/deliveries.ts';
import { randomNumbers } from '../support/random-numbers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { isLongForm } from './long-form.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const isBundledPlatform = process.platform === 'linux' && process.arch === 'x64';
const rounds = isLongForm ? 12 : 2;

/** The processes that name a folder in their command line: browsers that have their profile there. */
function processesOf(folder: string): readonly string[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc').filter((id) => {
    try {
      return /^\d+$/.test(id) && readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(`=${folder}`);
    } catch {
      return false;
    }
  });
}

const withoutNodesOwn = (names: readonly string[]) => names.filter((name) => name !== 'node-compile-cache');

const forms = [['--csv'], ...(isBundledPlatform ? [['--csv', '--pdf', '--browser', 'bundled']] : [])];

describe.each(forms.map((options) => ({ options })))(
  'a run with $options that gets a signal',
  ({ options }) => {
    it('ends by it at any moment, and leaves no litter, no browser and no half report', {
      timeout: 300_000,
    }, async () => {
      const [temporary, dump, random] = [temporaryFolder(), deliveries(6), randomNumbers(4)];
      const start = (output: string) =>
        spawn(process.execPath, [cli, dump, '-o', output, ...options], {
          env: { ...process.env, TMPDIR: temporary },
          stdio: ['ignore', 'ignore', 'inherit'],
        });
      const since = performance.now();
      const all = join(temporaryFolder(), 'output');
      expect(await once(start(all), 'close')).toEqual([0, null]);
      const whole = performance.now() - since;
      const files = readdirSync(join(all, 'delivery-0')).sort();

      let ended = 0;
      for (let round = 0; round < rounds; round += 1) {
        for (const signal of signals) {
          const output = join(temporaryFolder(), 'output');
          const child = start(output);
          const closed = once(child, 'close');
          // Before a program has begun no signal is waited for.
          await Promise.race([closed, sleep(whole * (0.2 + 0.75 * random()))]);
          child.kill(signal);
          const [status, by] = await closed;
          if (status === null) {
            expect(by).toBe(signal);
            ended += 1;
          }
          for (const name of existsSync(output) ? readdirSync(output) : []) {
            expect(name).toMatch(/^(delivery-\d|index\.html)$/);
            if (name !== 'index.html') expect(readdirSync(join(output, name)).sort()).toEqual(files);
          }
          expect(withoutNodesOwn(readdirSync(temporary))).toEqual([]);
          await expect.poll(() => processesOf(temporary)).toEqual([]);
        }
      }
      expect(ended).toBeGreaterThan(0);
    });
  },
);

/** The `script` of util-linux, which gives a command a terminal of its own. */
const hasScript = (() => {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
})();

it.skipIf(!hasScript)(
  'Ctrl-C while a pipe is read takes the line of the progress away, and a shell sees 130',
  async () => {
    const [folder, temporary] = [temporaryFolder(), temporaryFolder()];
    const pipe = join(folder, 'dump.ndjson');
    execFileSync('mkfifo', [pipe]);
    // A shell that had no trap would end by the signal, too.
    const command = `trap : INT; ${process.execPath} ${cli} ${pipe} -o ${join(folder, 'output')}; echo "status $?"`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...process.env, CI: '', TERM: 'xterm', SHELL: '/bin/sh', TMPDIR: temporary },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    let written = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      written += text;
      // It is the terminal that makes a signal of it.
      if (screenOf(written).at(-1) === 'Reading the dump') child.stdin.write('\u0003');
    });
    const writer = await open(pipe, 'w');
    await closed;
    await writer.close();
    expect(written).toContain('status 130');
    expect(screenOf(written).join('\n')).not.toContain('Reading');
    expect(readdirSync(folder)).toEqual(['dump.ndjson']);
    expect(withoutNodesOwn(readdirSync(temporary))).toEqual([]);
  },
);

it('a second Ctrl-C ends a schedule that would finish the report at hand', async () => {
  const { port } = await startReceivingServer({ beforeReading: new Promise(() => {}) });
  const nightly = nightlyFolder({
    smtp: { ...smtpAt(port), timeout: '60s' },
    reports: [
      {
        name: 'nightly',
        dump: 'dump.ndjson',
        to: ['anna@example.com'],
        schedule: { cron: '0 6 1 1 *', timezone: 'UTC' },
      },
    ],
  });
  nightly.write(
    'state/schedule.json',
    JSON.stringify({ schemaVersion: 1, served: { nightly: '2020-06-01T00:00:00.000Z' } }),
  );
  const temporary = temporaryFolder();
  const child = spawn(process.execPath, [cli, 'schedule'], {
    cwd: nightly.folder,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const closed = once(child, 'close');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await expect.poll(() => existsSync(join(nightly.folder, 'output/nightly')), { timeout: 20_000 }).toBe(true);
  child.kill('SIGINT');
  await expect.poll(() => said, { timeout: 10_000 }).toContain('stopping when nightly is done');
  child.kill('SIGINT');
  expect(await closed).toEqual([null, 'SIGINT']);
  expect(withoutNodesOwn(readdirSync(temporary))).toEqual([]);
});
