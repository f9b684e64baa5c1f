import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stateFile } from '../../src/live/state/state-place.ts';
import { randomNumbers } from '../support/random-numbers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { expectFresh, startWatching, watchOnce } from './watching.ts';

/** So many times a few rows come; UPDATES says another number. */
const updates = Number(process.env.UPDATES ?? 40);
/** So many at a time that changes of counts are summed up within these. */
const rowsEach = 800;

const kinds = ['sent', 'delivered', 'open', 'open', 'click', 'bounce', 'error'];

it(`${updates} updates leave the reports as they are to be, and a state that is not much larger than a new one`, {
  timeout: 120_000 + updates * 5000,
}, async () => {
  const folder = temporaryFolder();
  const [dump, output, anew] = [join(folder, 'dump.ndjson'), join(folder, 'output'), join(folder, 'anew')];
  const random = randomNumbers(6);
  let rows = 0;
  const moreRows = (): string =>
    Array.from({ length: rowsEach }, () => {
      rows += 1;
      const recipient = Math.floor(20_000 * random());
      return `${JSON.stringify({
        ...{
          event_type: kinds[Math.floor(kinds.length * random())],
          delivery_id: `delivery-${recipient % 2}`,
        },
        timestamp: new Date(
          Date.UTC(2026, 10, 22, 8) + rows * 2000 - Math.floor(60_000 * random()),
        ).toISOString(),
        ...{
          event_id: `event-${Math.floor(rows * (0.95 + 0.05 * random()))}`,
          message_id: `message-${recipient}`,
        },
        ...{ recipient: `reader${recipient}@example.com`, url: `https://shop.example/${recipient % 9}` },
        reason: `550 5.1.${recipient % 9} unknown user`,
      })}\n`;
    }).join('');
  writeFileSync(dump, moreRows());
  const watching = startWatching(dump, output);
  const size = (of: string): number => statSync(stateFile(of)).size / 2 ** 20;
  const course: object[] = [];
  for (let update = 0; update < updates; update += 1) {
    await watching.until((now) => now.updates.at(-1)?.rows === rows);
    if (update % 50 === 0)
      course.push({ update, memory: Math.round(watching.memory() ?? 0), state: size(output) });
    appendFileSync(dump, moreRows());
  }
  await watching.until((now) => now.updates.at(-1)?.rows === rows);
  course.push({ memory: Math.round(watching.memory() ?? 0), state: size(output) });
  watching.kill('SIGTERM');
  expect(await watching.ended).toBe(0);
  await expectFresh(dump, output);
  await watchOnce(dump, anew);
  if (updates > 40)
    process.stderr.write(
      `${JSON.stringify({
        ...{ course, ended: size(output), anew: size(anew) },
        milliseconds: watching.updates.filter((_, index) => index % 30 === 0).map((one) => one.milliseconds),
      })}\n`,
    );
  expect(size(output)).toBeLessThan(3 * size(anew));
});
