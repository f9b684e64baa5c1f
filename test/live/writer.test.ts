import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startWriter } from './writer.ts';

vi.setConfig({ testTimeout: 60_000 });

/** The ids of the events in the files of a folder, all rows of which are whole. */
function eventsIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text === '' || text.endsWith('\n')).toBe(true);
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => String(JSON.parse(line).event_id));
  });
}

const idsUpTo = (rows: number): readonly string[] =>
  Array.from({ length: rows }, (_, number) => `event-${number}`);

it('a writer writes all of its rows, once each, over files that it rotates', async () => {
  const folder = temporaryFolder();
  const writer = startWriter({ folder, rows: 1000, rowsPerSecond: 20_000, rowsPerFile: 130 });
  expect(await writer.ended).toBe(1000);
  expect(readdirSync(folder).length).toBe(8);
  expect(eventsIn(folder).toSorted()).toEqual(idsUpTo(1000).toSorted());
});

it('a writer that is stopped has written whole rows', async () => {
  const folder = temporaryFolder();
  const writer = startWriter({ folder, rows: 1_000_000, rowsPerSecond: 1000 });
  await vi.waitFor(() => expect(readdirSync(folder)).not.toEqual([]), { timeout: 30_000 });
  writer.stop();
  const rows = await writer.ended;
  expect(rows).toBeLessThan(1_000_000);
  expect(eventsIn(folder)).toEqual(idsUpTo(rows));
});
