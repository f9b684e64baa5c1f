import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startReceivingServer } from '../mail/receiving-server.ts';
import { randomNumbers } from '../support/random-numbers.ts';
import { nightlyFolder, smtpAt } from './nightly.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const kills = 50;
const people = Array.from({ length: 25 }, (_, number) => `reader-${number}@example.com`);

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

  /** What a run says when it gets through; undefined where it is killed before. */
  const runAndKill = async (date: string, after: number): Promise<string | undefined> => {
    const child = spawn(process.execPath, [cli, 'run', '--date', date], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said = text(child.stdout);
    const closed = once(child, 'close');
    const ended = await Promise.race([closed.then(() => true), sleep(after, false)]);
    if (!ended) child.kill('SIGKILL');
    const [status] = await closed;
    if (!ended) return undefined;
    expect(status).toBe(0);
    return said;
  };

  const start = performance.now();
  expect(await runAndKill('2026-01-01', 60_000)).toBe('nightly 2026-01-01 sale: 25 mailed\n');
  const whole = performance.now() - start;

  const editions = new Map([['2026-01-01', 0]]);
  for (let killed = 0; killed < kills; ) {
    const date = new Date(Date.UTC(2026, 1, editions.size)).toISOString().slice(0, 10);
    // Until it gets through, as a supervisor would start it again.
    let said: string | undefined;
    while (said === undefined) {
      said = await runAndKill(date, killed < kills ? whole * (0.3 + 0.8 * random()) : 60_000);
      if (said === undefined) killed += 1;
    }
    editions.set(date, Number(/(\d+) may have it/.exec(said)?.[1] ?? 0));
  }

  const received = mails.map(({ to, message }) => {
    const [, date] = /^Subject: (\S+)/m.exec(message.toString('latin1')) ?? [];
    return `${date} ${to.join()}`;
  });
  // Nobody gets the same report twice.
  expect(received.filter((mail, index) => received.indexOf(mail) !== index)).toEqual([]);
  // Nobody is left out, but for the one window that cannot be closed: killed between marking a dot and writing it,
  // some microseconds. Even then the run knows of the mail, and says that it may or may not have arrived.
  const missing = [...editions.keys()].flatMap((date) =>
    people.map((person) => `${date} ${person}`).filter((mail) => !received.includes(mail)),
  );
  expect(missing.length).toBeLessThanOrEqual(1);
  for (const mail of missing) expect(editions.get(mail.split(' ')[0] ?? '')).toBeGreaterThan(0);
});
