import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startReceivingServer } from '../mail/receiving-server.ts';
import { type NightlyFolder, nightlyFolder, smtpAt } from './nightly.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const report = {
  name: 'nightly',
  dump: 'dump.ndjson',
  to: ['anna@example.com'],
  // Due once a year, so that nothing but what was missed runs while these tests do.
  schedule: { cron: '0 6 1 1 *', timezone: 'Europe/Paris' },
};

/** Starts `schedule` in a folder. */
function startSchedule({ folder }: NightlyFolder) {
  const child = spawn(process.execPath, [cli, 'schedule'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const ended = once(child, 'close');
  return {
    stop: async (): Promise<number | null> => {
      child.kill('SIGTERM');
      const [status] = await ended;
      return status;
    },
    said: () => said,
    /** Waits until it has said something. */
    heard: async (words: RegExp): Promise<void> => {
      for (let tries = 0; tries < 400 && !words.test(said); tries += 1) await sleep(50);
      expect(said).toMatch(words);
    },
  };
}

/** A state as it is left by a schedule that ran long ago. */
const longAgo = (name: string): string =>
  JSON.stringify({ schemaVersion: 1, served: { [name]: '2020-06-01T00:00:00.000Z' } });

it('waits for what is due, says that it is well, and stops at once when it is asked to', async () => {
  const { port, mailbox: mails } = await startReceivingServer();
  const nightly = nightlyFolder({ smtp: smtpAt(port), reports: [report] });
  expect(await nightly.run(['schedule', '--healthcheck'])).toMatchObject({ status: 69 });

  const schedule = startSchedule(nightly);
  await schedule.heard(/started; nightly is due \d{4}-01-01T05:00:00\.000Z/);
  expect(await nightly.run(['schedule', '--healthcheck'])).toMatchObject({ status: 0 });
  // Another one would make every report twice.
  const another = await nightly.run(['schedule']);
  expect(another).toMatchObject({
    status: 75,
    stderr: expect.stringMatching(/process \d+ keeps the schedule/),
  });

  expect(await schedule.stop()).toBe(0);
  expect(await nightly.run(['schedule', '--healthcheck'])).toMatchObject({ status: 69 });
  expect(mails).toEqual([]);
});

it('makes up for the one run that was missed, and finishes it when it is asked to stop', async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { port, mailbox: mails } = await startReceivingServer({ beforeReading: held });
  const nightly = nightlyFolder({ smtp: smtpAt(port), reports: [report] });
  const served = nightly.write('state/schedule.json', longAgo('nightly'));

  const schedule = startSchedule(nightly);
  await schedule.heard(/nightly was missed at \d{4}-01-01T05:00:00\.000Z and is made now/);
  for (let tries = 0; tries < 400 && !existsSync(join(nightly.folder, 'output/nightly')); tries += 1)
    await sleep(50);
  const stopped = schedule.stop();
  await schedule.heard(/stopping when nightly is done/);
  release();
  expect(await stopped).toBe(0);
  expect(schedule.said()).toMatch(/nightly \d{4}-01-01 sale: 1 mailed[\s\S]*stopped/);
  expect(mails).toHaveLength(1);
  expect(readFileSync(served, 'utf8')).toMatch(/"\d{4}-01-01T05:00:00\.000Z"/);
});

it('needs a report with a schedule', async () => {
  const { schedule: _, ...unscheduled } = report;
  const { run } = nightlyFolder({ smtp: smtpAt(9), reports: [unscheduled] });
  const { status, stderr } = await run(['schedule']);
  expect({ status, stderr }).toMatchObject({
    status: 64,
    stderr: expect.stringMatching(/no report has a schedule/),
  });
});
