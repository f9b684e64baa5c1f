import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { expectFresh, startWatching } from './watching.ts';
import { startWriter } from './writer.ts';

/** For so long the dump grows; WATCH_SECONDS says for how long else. */
const seconds = Number(process.env.WATCH_SECONDS ?? 6);
const rowsPerSecond = 20_000;
const rows = seconds * rowsPerSecond;

/** The memory that one has who reads a dump of any size (docs/performance.md), in MiB. */
const budget = 1536;

it(`a dump that grows by ${rowsPerSecond} rows a second for ${seconds} s is followed to its end, through rotations and a restart`, {
  timeout: 240_000 + seconds * 10_000,
}, async () => {
  const folder = temporaryFolder();
  const [dump, output] = [join(folder, 'dump'), join(folder, 'output')];
  mkdirSync(dump);
  const writer = startWriter({
    ...{ folder: dump, rows, rowsPerSecond, rowsPerFile: Math.ceil(rows / 4.5) },
    ...{ deliveries: 3, flawed: 0.005, seed: 5 },
  });
  const first = startWatching(dump, output);
  await first.until(({ updates }) => (updates.at(-1)?.rows ?? 0) > rows / 3);
  const memories = [first.memory()];
  first.kill('SIGTERM');
  expect(await first.ended).toBe(0);

  const second = startWatching(dump, output);
  expect(await writer.ended).toBe(rows);
  const ended = performance.now();
  await second.until(({ updates }) => updates.at(-1)?.rows === rows);
  const lag = performance.now() - ended;
  memories.push(second.memory());
  second.kill('SIGTERM');
  expect(await second.ended).toBe(0);

  await expectFresh(dump, output);
  for (const memory of memories) expect(memory ?? 0).toBeLessThan(budget);
  // What it takes to read all that came while it was not running is no lag.
  const said = [...first.updates, ...second.updates.slice(1)];
  const milliseconds = said.map((update) => update.milliseconds).toSorted((one, other) => one - other);
  if (seconds > 6)
    process.stderr.write(
      `${JSON.stringify({
        ...{ rows, lag: Math.round(lag), memories, updates: said.length },
        median: milliseconds[Math.floor(milliseconds.length / 2)],
        longest: milliseconds.at(-1),
      })}\n`,
    );
});
