import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { stateFile } from '../../src/live/state/state-place.ts';
import { contentsOf } from '../faults/folder-contents.ts';
import { deliveries } from '../support/deliveries.ts';
import { randomNumbers } from '../support/random-numbers.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { followHere, type Wishes } from './followed-reports.ts';

/** In so many places the state is spoilt; FLIPS says another number, FLIPS_SEED other places. */
const flips = Number(process.env.FLIPS ?? 6);
const random = randomNumbers(Number(process.env.FLIPS_SEED ?? 4));

const minute = 60_000;
// Far longer than it takes, on a machine that may be busy.
const soon = { timeout: 30_000, interval: 10 };

const row = (event: number): string =>
  `${JSON.stringify({
    ...{ event_type: 'sent', timestamp: '2026-11-22T08:00:00Z', delivery_id: 'delivery-0' },
    ...{ event_id: `event-${event}`, message_id: `message-${event}` },
  })}\n`;

const filesIn = (output: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(contentsOf(output)).filter(([path]) => !path.startsWith('.')));

/** Brings reports up to date. @returns what was said */
async function once(dump: string, output: string, wishes: Wishes = {}): Promise<readonly string[]> {
  const followed = followHere([dump], output, { once: true, ...wishes });
  await followed.ended;
  return followed.said;
}

describe('a state in which a byte has changed anywhere is made anew, or not needed', () => {
  it(`in ${flips} places`, { timeout: 60_000 + flips * 20_000 }, async () => {
    const dump = deliveries(3);
    const before = join(temporaryFolder(), 'output');
    mkdirSync(before);
    const state = stateFile(before);
    await once(dump, before);
    // As one leaves it who is killed: what came last is in its log.
    const killed = followHere([dump], before);
    await vi.waitFor(() => expect(killed.updates).toHaveLength(1), soon);
    appendFileSync(dump, row(1));
    killed.bell.ring();
    await vi.waitFor(() => expect(killed.updates.length).toBeGreaterThan(1), soon);
    const left = join(temporaryFolder(), 'output');
    cpSync(before, left, { recursive: true });
    await killed.end();
    expect(existsSync(`${stateFile(left)}.wal`)).toBe(true);
    expect(existsSync(`${state}.wal`)).toBe(false);

    appendFileSync(dump, row(2));
    const expected = join(temporaryFolder(), 'output');
    await once(dump, expected);
    const tried = { damaged: 0, unharmed: 0 };
    for (let flip = 0; flip < flips; flip += 1) {
      const output = join(temporaryFolder(), 'output');
      cpSync(left, output, { recursive: true });
      const path = `${stateFile(output)}${flip % 3 === 0 ? '.wal' : ''}`;
      const bytes = readFileSync(path);
      // Each now and then in what tells where all else is.
      const place = Math.floor(random() * (flip % 4 === 0 ? Math.min(bytes.length, 16_384) : bytes.length));
      bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(8 * random()));
      writeFileSync(path, bytes);
      const said = await once(dump, output);
      tried[said.length > 0 ? 'damaged' : 'unharmed'] += 1;
      const wrong = Object.entries(filesIn(expected)).filter(
        ([file, text]) => filesIn(output)[file] !== text,
      );
      expect(
        wrong.map(([file]) => file),
        `${path} at ${place}: ${said}`,
      ).toEqual([]);
      rmSync(output, { recursive: true });
    }
    expect(tried.damaged).toBeGreaterThan(0);
    if (flips > 6) process.stderr.write(`${JSON.stringify(tried)}\n`);
  });
});

describe('a state that is spoilt', () => {
  it.each<[string, string, readonly string[]]>([
    ['is gone', 'rm "$0"', []],
    ['is empty', ': > "$0"', ['it is damaged']],
    ['is a text', 'echo nothing > "$0"', ['it is damaged']],
    ['is a folder', 'rm "$0"; mkdir "$0"', ['it is damaged']],
    ['is cut short', 'truncate -s 100000 "$0"', ['it is damaged']],
    ['has a log of changes that is none', 'echo nothing > "$0.wal"', []],
  ])('since it %s, is made anew where it has to be', { timeout: 60_000 }, async (_what, how, said) => {
    const [dump, folder] = [deliveries(2), temporaryFolder()];
    const [output, expected] = [join(folder, 'output'), join(folder, 'expected')];
    await once(dump, output);
    spawnSync('bash', ['-c', how, stateFile(output)]);
    appendFileSync(dump, row(1));
    expect(await once(dump, output)).toEqual(said);
    await once(dump, expected);
    expect(filesIn(output)).toEqual(filesIn(expected));
  });
});

describe('one who follows a dump', () => {
  it('writes nothing as time passes without rows, or where files are touched only', {
    timeout: 60_000,
  }, async () => {
    const [dump, output] = [deliveries(2), join(temporaryFolder(), 'output')];
    const followed = followHere([dump], output);
    await vi.waitFor(() => expect(followed.updates).toHaveLength(1), soon);
    const times = () =>
      Object.keys(filesIn(output)).map((path) => `${path} ${statSync(join(output, path)).mtimeMs}`);
    const before = times();
    for (let touched = 0; touched < 3; touched += 1) {
      utimesSync(dump, new Date(), new Date(Date.now() + touched * minute));
      followed.bell.ring();
      // Longer than it waits before it brings the accounts of rows up to date.
      await new Promise((resolve) => setTimeout(resolve, 800));
    }
    await followed.end();
    expect(followed.updates).toHaveLength(1);
    expect(times()).toEqual(before);
    expect(followed.said).toEqual([]);
  });

  it('prints at the hour though rows come all the time', { timeout: 60_000 }, async () => {
    const [dump, output] = [temporaryFile('dump.ndjson', row(1)), join(temporaryFolder(), 'output')];
    const pdf = join(output, 'delivery-0', 'report.pdf');
    let clock = Date.UTC(2026, 10, 22, 7, 59);
    let events = 1;
    const followed = followHere([dump], output, {
      keepsPdf: true,
      pdfAt: { time: '08:00', timezone: 'UTC' },
      now: () => clock,
      updated: () => {
        clock += minute;
        events += 1;
        if (events > 10) return;
        appendFileSync(dump, row(events));
        followed.bell.ring();
      },
      openPrinter: () => ({
        prints: true,
        print: async () => Buffer.from(`printed of ${events}`),
        close: async () => {},
      }),
    });
    await vi.waitFor(() => expect(events).toBeGreaterThan(10), soon);
    expect(readFileSync(pdf, 'utf8')).toMatch(/^printed of [1-9]$/);
    await followed.end();
  });

  it('prints at the hour, each day, and lets the PDF stay beside newer figures', {
    timeout: 60_000,
  }, async () => {
    const [dump, output] = [temporaryFile('dump.ndjson', row(1)), join(temporaryFolder(), 'output')];
    const pdf = join(output, 'delivery-0', 'report.pdf');
    let clock = Date.UTC(2026, 10, 22, 7, 59, 59, 900);
    let printed = 0;
    const followed = followHere([dump], output, {
      keepsPdf: true,
      pdfAt: { time: '08:00', timezone: 'UTC' },
      now: () => clock,
      openPrinter: () => ({
        prints: true,
        print: async () => {
          printed += 1;
          return Buffer.from(`printed ${printed}`);
        },
        close: async () => {},
      }),
    });
    await vi.waitFor(() => expect(followed.updates).toHaveLength(1), soon);
    expect(existsSync(pdf)).toBe(false);
    clock += 200;
    await vi.waitFor(() => expect(readFileSync(pdf, 'utf8')).toBe('printed 1'), soon);
    const json = () => readFileSync(join(output, 'delivery-0', 'report.json'), 'utf8');
    const before = json();
    appendFileSync(dump, row(2));
    followed.bell.ring();
    await vi.waitFor(() => expect(json()).not.toBe(before), soon);
    expect(readFileSync(pdf, 'utf8')).toBe('printed 1');
    // The next is due tomorrow: it waits for that with the clock as it is now.
    clock += 24 * 60 * minute - 300;
    appendFileSync(dump, row(3));
    followed.bell.ring();
    await vi.waitFor(() => expect(followed.updates.at(-1)?.rows).toBe(3), soon);
    clock += 300;
    await vi.waitFor(() => expect(readFileSync(pdf, 'utf8')).toBe('printed 2'), soon);
    await followed.end();
    expect(printed).toBe(2);
    await once(dump, output, { keepsPdf: true });
    expect(readFileSync(pdf, 'utf8')).toBe('printed 2');
  });
});
