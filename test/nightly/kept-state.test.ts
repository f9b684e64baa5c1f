import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReportedTime } from '../../src/config/config.ts';
import { CommandError } from '../../src/errors.ts';
import { choicesHash, countedWindow, madeBy } from '../../src/live/made-by.ts';
import { openState, readMadeBy } from '../../src/live/state/state-file.ts';
import { stateFile } from '../../src/live/state/state-place.ts';
import { editionOf } from '../../src/nightly/edition.ts';
import { usualSettings } from '../../src/report/findings/settings.ts';
import type { Report } from '../../src/report/report.ts';
import { type DumpOptions, reportsOfDump } from '../../src/reports-of-dump.ts';
import { smallDump } from '../cli/nightly.ts';
import { ndjson, usualOptions } from '../support/report-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const days = ['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01'];

/** What comes in on a day: a delivery of its own, opens and copies of the day before, a test, and a row that is none. */
function dumpOfDay(index: number): string {
  const [day = '', before = ''] = [days[index], days[index - 1]];
  const late = {
    event_type: 'click',
    timestamp: `${day}T23:30:00+01:00`,
    delivery_id: `sale-${index - 1}`,
    message_id: `sale-${index - 1}-2`,
    recipient: 'reader-2@mail.example',
    url: 'https://shop.example/1',
  };
  const test = { ...late, event_type: 'open', delivery_id: `sale-${index}`, is_test: true };
  const yesterday =
    index === 0
      ? ''
      : smallDump(`sale-${index - 1}`, before)
          .split('\n')
          .slice(0, 9)
          .join('\n');
  return `${smallDump(`sale-${index}`, day)}${ndjson([late, test, '{"event_type"'])}${yesterday}\n`;
}

let archive: string;
let output: string;

beforeEach(() => {
  const folder = temporaryFolder();
  archive = join(folder, 'archive');
  output = join(folder, 'output', 'nightly');
  mkdirSync(archive);
});

const put = (index: number, content = dumpOfDay(index)): void =>
  writeFileSync(join(archive, `${days[index]}.ndjson`), content);

interface Outcome {
  readonly reports: readonly Report[];
  readonly rejects: string;
  readonly warnings: readonly string[];
}

type Asked = Partial<Omit<DumpOptions, 'state' | 'reading'>> & { readonly keepQuery?: boolean };

/** The reports of the archive, as a run makes them. */
async function night(state: DumpOptions['state'], { keepQuery = false, ...asked }: Asked): Promise<Outcome> {
  const warnings: string[] = [];
  const { reports, rejects } = await reportsOfDump(
    {
      ...usualOptions,
      timezone: 'Europe/Paris',
      dump: [archive],
      cluster: { allowPartial: false, maxSeconds: undefined },
      earlier: [],
      conclusions: usualSettings,
      ...asked,
      reading: { keepQuery, redactDomains: asked.redactDomains ?? false },
      state,
    },
    { progress: () => {}, note: () => {}, warn: (line) => warnings.push(line) },
  );
  const all: Report[] = [];
  for await (const report of reports) all.push(report);
  return { reports: all, rejects, warnings };
}

/** Has another process open a state, as one that follows the dump does. @returns what ends it */
async function holdState(path: string): Promise<() => Promise<void>> {
  const holder = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { DuckDBInstance } from '@duckdb/node-api';
    await DuckDBInstance.create(process.argv[1]);
    process.stdout.write('open');
    setInterval(() => {}, 1000);`,
    path,
  ]);
  await once(holder.stdout, 'data');
  return async () => {
    holder.kill();
    await once(holder, 'exit');
  };
}

const place = () => ({ path: stateFile(output), isMade: true });

/** Has the reports of the archive made with the state and without it: they are to be the same. @returns what else was said with it */
async function expectSameNight(asked: Asked, isMade = true): Promise<readonly string[]> {
  const ofDump = await night(null, asked);
  const ofState = await night({ ...place(), isMade }, asked);
  expect(ofState.reports).toEqual(ofDump.reports);
  expect(JSON.stringify(ofState.reports)).toBe(JSON.stringify(ofDump.reports));
  expect(ofState.rejects).toBe(ofDump.rejects);
  expect(ofState.reports.length).toBeGreaterThan(0);
  expect(ofDump.warnings.filter((line) => !ofState.warnings.includes(line))).toEqual([]);
  return ofState.warnings.filter((line) => !ofDump.warnings.includes(line));
}

const windowOn = (time: ReportedTime, date: string) => editionOf(time, 'Europe/Paris', date).window;

const yesterday: ReportedTime = { kind: 'period', period: 'day' };

describe('a state that is kept for a nightly report', () => {
  it.each<[string, ReportedTime, Asked]>([
    ['of the day', yesterday, {}],
    [
      'of the day with tests, and domains of few people unnamed',
      yesterday,
      { includeTests: true, redactDomains: true },
    ],
    ['of the week', { kind: 'period', period: 'week' }, { keepQuery: true }],
    ['of the month', { kind: 'period', period: 'month' }, { reasons: 'raw' }],
    ['of the last 24 hours', { kind: 'last', milliseconds: 86_400_000 }, {}],
    ['of all there is', { kind: 'all' }, {}],
    ['of one delivery', { kind: 'all' }, { deliveryId: 'sale-1' }],
  ])(
    'has the reports %s that the files have, night after night',
    { timeout: 120_000 },
    async (_, time, asked) => {
      for (const [index] of days.entries()) {
        put(index);
        if (index === 0 && asked.deliveryId !== undefined) continue;
        // What has run on the day itself is of the day before.
        const window = windowOn(time, days[index + 1] ?? '2026-12-02');
        expect(await expectSameNight({ ...asked, window })).toEqual([]);
      }
      expect(existsSync(stateFile(output))).toBe(true);
      // A day that was missed.
      expect(await expectSameNight({ ...asked, window: windowOn(time, '2026-11-29') })).toEqual([]);
    },
  );

  it('is of the files as they are: of one that was corrected, one that grew and one that is gone', {
    timeout: 120_000,
  }, async () => {
    for (const index of [0, 1, 2]) put(index);
    const window = windowOn(yesterday, '2026-11-30');
    await expectSameNight({ window });
    put(1, dumpOfDay(1).replaceAll('reader-3', 'reader-8'));
    appendFileSync(join(archive, `${days[2]}.ndjson`), dumpOfDay(3).split('\n').slice(0, 5).join('\n'));
    rmSync(join(archive, `${days[0]}.ndjson`));
    expect(await expectSameNight({ window })).toEqual([]);
    // A row that is being written is told of each night, until it is whole.
    appendFileSync(join(archive, `${days[1]}.ndjson`), '{"event_type":"sent","timest');
    expect(await expectSameNight({ window })).toEqual([]);
    expect(await expectSameNight({ window })).toEqual([]);
    appendFileSync(
      join(archive, `${days[1]}.ndjson`),
      'amp":"2026-11-29T12:00:00Z","delivery_id":"sale-1"}\n',
    );
    expect(await expectSameNight({ window })).toEqual([]);
  });

  it('reads no more of a file than what is new', { timeout: 120_000 }, async () => {
    for (const index of [0, 1]) put(index);
    const window = windowOn(yesterday, '2026-11-29');
    await expectSameNight({ window });
    const rows = async (): Promise<unknown> => {
      const { engine, meta } = await openState(place().path, (await readMadeBy(place().path)) ?? '', false);
      await engine.close();
      return meta.next_row;
    };
    const before = Number(await rows());
    put(2);
    await expectSameNight({ window });
    expect(await rows()).toBe(before + dumpOfDay(2).trimEnd().split('\n').length);
  });

  it('is made anew with a warning where it is damaged, anywhere, or was made with other options', {
    timeout: 120_000,
  }, async () => {
    for (const index of [0, 1, 2]) put(index);
    const window = windowOn(yesterday, '2026-11-30');
    await expectSameNight({ window });
    writeFileSync(place().path, 'no state at all');
    expect(await expectSameNight({ window })).toEqual([
      expect.stringMatching(/live-state\.duckdb: it is damaged, so that it is made anew/),
    ]);
    const { size } = statSync(place().path);
    const bytes = readFileSync(place().path);
    bytes.fill(0xa5, 12_288, size);
    writeFileSync(place().path, bytes);
    expect(await expectSameNight({ window })).toEqual([expect.stringMatching(/made anew/)]);
    expect(await expectSameNight({ window })).toEqual([]);
    expect(await expectSameNight({ window, includeTests: true })).toEqual([
      expect.stringMatching(/made by another version or with other options, so that it is made anew/),
    ]);
  });

  it('is passed by with a warning while another process has it, and where it cannot be written', {
    timeout: 120_000,
  }, async () => {
    put(0);
    const window = windowOn(yesterday, '2026-11-28');
    await expectSameNight({ window });
    const ofDump = await night(null, { window });
    const expectPassedBy = async (state: DumpOptions['state'], why: RegExp): Promise<void> => {
      const passedBy = await night(state, { window });
      expect(passedBy.reports).toEqual(ofDump.reports);
      expect(passedBy.warnings).toEqual([expect.stringMatching(why), ...ofDump.warnings]);
    };
    const end = await holdState(place().path);
    await expectPassedBy(place(), /not used \(.*another process.*\), the dump is read anew/);
    await end();
    expect(await expectSameNight({ window })).toEqual([]);
    writeFileSync(join(output, 'file'), '');
    await expectPassedBy(
      { path: stateFile(join(output, 'file')), isMade: true },
      /not used \(.*\), the dump is read anew/,
    );
  });

  it('fails as loudly as a dump does', { timeout: 120_000 }, async () => {
    put(0);
    const window = windowOn(yesterday, '2026-11-28');
    await expectSameNight({ window });
    const failure = async (state: DumpOptions['state'], asked: Asked) => {
      const error = await night(state, { window, ...asked }).catch((error: unknown) => error);
      if (!(error instanceof CommandError)) throw new Error('it did not fail');
      const { message, hint, exitStatus } = error;
      return { message, hint, exitStatus };
    };
    const expectSameFailure = async (asked: Asked, exitStatus: number): Promise<void> => {
      const ofState = await failure(place(), asked);
      expect(ofState).toEqual(await failure(null, asked));
      expect(ofState.exitStatus).toBe(exitStatus);
    };
    await expectSameFailure({ dump: [archive, join(archive, 'missing.ndjson')] }, 66);
    await expectSameFailure({ deliveryId: 'unknown' }, 64);
    writeFileSync(join(archive, 'broken.ndjson.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]));
    await expectSameFailure({}, 65);
    rmSync(join(archive, 'broken.ndjson.gz'));
    writeFileSync(join(archive, `${days[0]}.ndjson`), '{"event_type":"sent"}\n{"event_type":"sent"}\n');
    await expectSameFailure({}, 65);
  });
});

describe('a state that is there already', () => {
  const choices = { ...usualOptions, keepQuery: false, formats: undefined, mapping: undefined };

  it('is used where nobody asked for one, and goes on counting what it counted', {
    timeout: 120_000,
  }, async () => {
    put(0);
    const hash = choicesHash(choices);
    const lastHour = { kind: 'last', milliseconds: 3_600_000 } as const;
    mkdirSync(output, { recursive: true });
    const { engine } = await openState(place().path, madeBy(hash, lastHour), false);
    await engine.close();
    put(1);
    expect(await expectSameNight({ window: windowOn(yesterday, '2026-11-29') }, false)).toEqual([]);
    expect(await expectSameNight({ window: lastHour }, false)).toEqual([]);
    expect(countedWindow((await readMadeBy(place().path)) ?? '', hash)).toEqual(lastHour);
  });

  it('is left alone where it was made with other options, or is damaged', { timeout: 120_000 }, async () => {
    put(0);
    const window = windowOn(yesterday, '2026-11-28');
    await expectSameNight({ window });
    const bytes = readFileSync(place().path);
    expect(await expectSameNight({ window, includeTests: true }, false)).toEqual([]);
    expect(readFileSync(place().path).equals(bytes)).toBe(true);
    writeFileSync(place().path, 'no state at all');
    expect(await expectSameNight({ window }, false)).toEqual([expect.stringMatching(/not used \(.*damaged/)]);
    expect(readFileSync(place().path, 'utf8')).toBe('no state at all');
  });

  it('is not made where nobody asked for one', async () => {
    put(0);
    await expectSameNight({ window: windowOn(yesterday, '2026-11-28') }, false);
    expect(existsSync(place().path)).toBe(false);
  });
});
