import { mkdirSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { stateFile } from '../../src/live/state/state-place.ts';
import { randomNumbers } from '../support/random-numbers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { expectFresh, startWatching, type Watching, watchOnce } from './watching.ts';
import { startWriter } from './writer.ts';

/** KILLS says another number, KILLS_SEED other moments. */
const kills = Number(process.env.KILLS ?? 8);
const random = randomNumbers(Number(process.env.KILLS_SEED ?? 10));
/** After so many kills the writer is held up, and the reports are compared. */
const comparedEvery = 25;

/** Waits until there have been some changes in the output, those of a file where it is named; or until that takes too long. */
async function changes(folder: string, count: number, named?: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await new Promise<void>((resolve) => {
    let seen = 0;
    const done = (): void => {
      clearTimeout(timer);
      watcher.close();
      resolve();
    };
    const timer = setTimeout(done, 4000);
    const watcher = watch(folder, (_event, name) => {
      if (named !== undefined && name !== named) return;
      seen += 1;
      if (seen === count) done();
    });
  });
}

const upTo = (most: number): number => Math.floor(random() * most) + 1;

/** What is waited for before it is killed. */
const moments: Readonly<Record<string, (watching: Watching, output: string) => Promise<unknown>>> = {
  'at any time': () => sleep(3000 * random()),
  'while reports are written': (_watching, output) => changes(output, upTo(60)),
  'while the state is written': (_watching, output) =>
    changes(dirname(stateFile(output)), upTo(60), 'live-state.duckdb.wal'),
  'while the state is put in order': (_watching, output) =>
    changes(dirname(stateFile(output)), upTo(5), 'live-state.duckdb'),
  'while it ends': async (watching) => {
    await watching.until(({ updates }) => updates.length > 0);
    await sleep(1000 * random());
    watching.kill('SIGTERM');
    await Promise.race([watching.ended, sleep(400 * random())]);
  },
};

it(`a dump that is followed by one who is killed ${kills} times at any moment has the reports of its files as they are`, {
  timeout: 120_000 + kills * 20_000,
}, async () => {
  const folder = temporaryFolder();
  const [dump, output] = [join(folder, 'dump'), join(folder, 'output')];
  mkdirSync(dump);
  const writer = startWriter({
    folder: dump,
    ...{ rows: 10_000_000, rowsAtOnce: 50_000, rowsPerSecond: 2000, rowsPerFile: 30_000 },
    ...{ deliveries: 3, flawed: 0.01, seed: 3 },
  });
  const killed: Record<string, number> = {};
  const [updates, compared] = [[], []] as [number[], number[]];
  for (let kill = 1; kill <= kills; kill += 1) {
    const [moment, comes] = Object.entries(moments)[kill % Object.keys(moments).length] ?? [
      '',
      () => sleep(0),
    ];
    const watching = startWatching(dump, output);
    await comes(watching, output);
    watching.kill('SIGKILL');
    const end = await watching.ended;
    // What is told to end before it has begun is ended by the system.
    expect([0, 'SIGTERM', 'SIGKILL']).toContain(end);
    if (end === 'SIGKILL') killed[moment] = (killed[moment] ?? 0) + 1;
    updates.push(watching.updates.length);
    expect(watching.said).not.toMatch(/state|damaged/);
    if (kill % comparedEvery > 0) continue;
    writer.hold();
    await watchOnce(dump, output);
    await expectFresh(dump, output);
    compared.push(kill);
    writer.goOn();
  }
  writer.stop();
  const rows = await writer.ended;
  expect(await watchOnce(dump, output)).not.toMatch(/state|damaged/);
  await expectFresh(dump, output);
  // Some got to where they wrote reports before they were killed, or this has tried little.
  expect(Math.max(...updates)).toBeGreaterThan(0);
  if (kills > 8) process.stderr.write(`${JSON.stringify({ rows, killed, updates, compared })}\n`);
});
