import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startReceivingServer } from '../mail/receiving-server.ts';
import { nightlyFolder, smtpAt } from './nightly.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const kills = 50;
const people = Array.from({ length: 25 }, (_, number) => `reader-${number}@example.com`);

/** Numbers between 0 and 1 that are the same in every run of this test (a linear congruential generator). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

it(`mails everybody once, though the run is killed ${kills} times at any moment`, {
  timeout: 400_000,
}, async () => {
  // As slow as a server on a network: most kills come while mails are on their way.
  const { port, mailbox: mails } = await startReceivingServer({ pauseAtDot: 15 });
  const { folder } = nightlyFolder({
    smtp: { ...smtpAt(port), connections: 2 },
    reports: [{ name: 'nightly', dump: 'dump.ndjson', to: people, subject: '{{date}}' }],
  });
  const random = randomNumbers(5);

  /** Starts a run and kills it after a while; true where it was faster. */
  const runAndKill = async (date: string, after: number): Promise<boolean> => {
    const child = spawn(process.execPath, [cli, 'run', '--date', date], { cwd: folder, stdio: 'ignore' });
    const closed = once(child, 'close');
    const ended = await Promise.race([closed.then(() => true), sleep(after, false)]);
    if (!ended) child.kill('SIGKILL');
    const [status] = await closed;
    if (ended) expect(status).toBe(0);
    return ended;
  };

  /** How long a whole run takes here and now. */
  const start = performance.now();
  expect(await runAndKill('2026-01-01', 60_000)).toBe(true);
  const whole = performance.now() - start;

  let killed = 0;
  const dates = ['2026-01-01'];
  while (killed < kills) {
    const date = new Date(Date.UTC(2026, 1, dates.length)).toISOString().slice(0, 10);
    dates.push(date);
    // Until it gets through, as a supervisor would start it again.
    for (let ended = false; !ended; ) {
      ended = await runAndKill(date, killed < kills ? whole * (0.3 + 0.8 * random()) : 60_000);
      if (!ended) killed += 1;
    }
  }

  const expected = dates.flatMap((date) => people.map((person) => `${date} ${person}`)).sort();
  const received = mails.map(({ to, message }) => {
    const [, date] = /^Subject: (\S+)/m.exec(message.toString('latin1')) ?? [];
    return `${date} ${to.join()}`;
  });
  expect(received.sort()).toEqual(expected);
});
