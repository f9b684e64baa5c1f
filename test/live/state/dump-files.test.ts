import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ReadOptions } from '../../../src/dump/read-dump.ts';
import type { ComputeOptions } from '../../../src/report/compute.ts';
import { expectSame } from '../../cluster/equal-reports.ts';
import { isLongForm } from '../../faults/long-form.ts';
import { computeFiles } from '../../support/report-of.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { followDump } from './followed-dump.ts';

const hour = 3_600_000;

interface Event {
  readonly event: number;
  readonly kind?: string;
  /** Hours after the delivery has begun. */
  readonly at?: number;
}

const row = ({ event, kind = 'open', at = 0 }: Event): string =>
  `${JSON.stringify({
    event_type: kind,
    timestamp: new Date(Date.UTC(2026, 10, 22, 8) + at * hour).toISOString(),
    delivery_id: 'sale',
    event_id: `event-${event}`,
    message_id: `message-${event}`,
    recipient: `reader${event}@example.com`,
  })}\n`;

const rows = (from: number, count: number, at = 0): string =>
  Array.from({ length: count }, (_, number) => row({ event: from + number, at })).join('');

/** A folder of files that is followed, and may be changed meanwhile. */
function followedFolder(options: Partial<ComputeOptions> & ReadOptions = {}) {
  const output = temporaryFolder();
  const folder = join(output, 'dump');
  const dump = [join(folder, '*')];
  mkdirSync(folder);
  const open = () => followDump(join(output, 'reports'), dump, options);
  let opened: ReturnType<typeof open> | undefined;
  let said = 0;
  onTestFinished(async () => (await opened)?.close());
  return {
    path: (name: string) => join(folder, name),
    write: (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content),
    append: (name: string, content: string | Uint8Array) => appendFileSync(join(folder, name), content),
    /** Brings it up to date. @returns what was said of files since it last was */
    async update(): Promise<readonly string[]> {
      opened ??= open();
      const followed = await opened;
      await followed.update();
      const lines = followed.said.slice(said).map((line) => line.replace(/^.*?\/dump\//, ''));
      said = followed.said.length;
      return lines;
    },
    /** Expects the reports that a fresh reader has of the files as they are, or of others. */
    async expectFresh(files: readonly string[] = dump): Promise<void> {
      const followed = await opened;
      const { reports, rejects } = await computeFiles(files, options);
      expectSame((await followed?.reports()) ?? [], reports);
      expect(await followed?.state.rejects()).toEqual(rejects);
    },
    /** The totals of its only report. */
    async totals() {
      const [report, ...others] = (await (await opened)?.reports()) ?? [];
      expect(others).toEqual([]);
      return report?.totals;
    },
    async events() {
      const [report] = (await (await opened)?.reports()) ?? [];
      return report?.sections['email-performance'].rows.map(({ opens }) => opens);
    },
    async restart(): Promise<void> {
      await (await opened)?.close();
      opened = undefined;
      said = 0;
    },
  };
}

describe('a file that grows', () => {
  it('has its half-written last row counted when it is whole, with or without a line end', async () => {
    const { write, append, update, totals, expectFresh, restart } = followedFolder();
    const [last, next] = [row({ event: 3 }), row({ event: 4 })];
    write('a.ndjson', rows(0, 3) + last.slice(0, 40));
    await update();
    expect(await totals()).toMatchObject({ opens: 3 });
    await expectFresh();
    append('a.ndjson', last.slice(40, -1));
    await update();
    expect(await totals()).toMatchObject({ opens: 4 });
    await expectFresh();
    await restart();
    append('a.ndjson', `\n${next}`);
    expect(await update()).toEqual([]);
    expect(await totals()).toMatchObject({ opens: 5 });
    await expectFresh();
  });

  it('has events that come late, in whatever order, in the hours that they are of', async () => {
    const { write, append, update, events, expectFresh } = followedFolder();
    write('a.ndjson', row({ event: 0, at: 0 }) + row({ event: 1, at: 5 }));
    await update();
    append('a.ndjson', row({ event: 2, at: 3 }) + row({ event: 3, at: 1 }) + row({ event: 4, at: 3 }));
    await update();
    const opens = (await events()) ?? [];
    expect(opens.filter((count) => count > 0)).toEqual([1, 1, 2, 1]);
    append('a.ndjson', row({ event: 5, at: -30 }) + row({ event: 6, at: 60 }));
    await update();
    await expectFresh();
  });

  it('has copies of its events dropped, whenever they come, and after a restart', async () => {
    const { write, append, update, totals, expectFresh, restart } = followedFolder();
    write('b.ndjson', rows(0, 10, 1));
    await update();
    append('b.ndjson', rows(5, 10, 2));
    await update();
    expect(await totals()).toMatchObject({ opens: 15 });
    await restart();
    append('b.ndjson', rows(0, 15, 3) + row({ event: 15 }));
    expect(await update()).toEqual([]);
    expect(await totals()).toMatchObject({ opens: 16 });
    await expectFresh();
    // Now others are the first of each.
    write('a.ndjson', rows(0, 16, 9));
    await update();
    expect(await totals()).toMatchObject({ opens: 16 });
    await expectFresh();
  });
});

describe('a file that becomes another is read again, and said to be', () => {
  it.each<[string, (path: string) => void, string]>([
    [
      'one that is cut',
      (path) => truncateSync(path, 1000),
      'a.ndjson: the file became shorter, it is read again',
    ],
    [
      'one of which a row in the middle changes',
      (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('event-40"', 'event-10"')),
      'a.ndjson: the file was written anew, it is read again',
    ],
    [
      'one that another takes the place of',
      (path) => {
        writeFileSync(`${path}.part`, rows(100, 200));
        renameSync(`${path}.part`, path);
      },
      'a.ndjson: the file was replaced, it is read again',
    ],
  ])('%s', async (_name, change, said) => {
    for (const restarts of isLongForm ? [false, true] : [true]) {
      const { path, write, append, update, expectFresh, restart } = followedFolder();
      write('a.ndjson', rows(0, 100));
      write('b.ndjson', rows(50, 100, 1));
      expect(await update()).toEqual([]);
      if (restarts) await restart();
      change(path('a.ndjson'));
      expect(await update()).toEqual([said]);
      await expectFresh();
      append('a.ndjson', row({ event: 500 }));
      await update();
      await expectFresh();
    }
  });

  it('one that is emptied, and left out until it has rows', async () => {
    const { path, write, append, update, expectFresh } = followedFolder();
    write('a.ndjson', rows(0, 100));
    write('b.ndjson', rows(50, 100, 1));
    await update();
    truncateSync(path('a.ndjson'));
    expect(await update()).toEqual([
      'a.ndjson: the file became shorter, it is read again',
      'a.ndjson: the file is empty: left out until it changes',
    ]);
    await expectFresh([path('b.ndjson')]);
    append('a.ndjson', rows(40, 20, 2));
    expect(await update()).toEqual([]);
    await expectFresh();
  });

  it('one of which a row in the middle changes while nobody looks, and which grows besides', async () => {
    const { path, write, update, expectFresh, restart } = followedFolder();
    write('a.ndjson', rows(0, 100));
    await update();
    await restart();
    write(
      'a.ndjson',
      readFileSync(path('a.ndjson'), 'utf8').replace('event-40"', 'event-10"') + rows(200, 5),
    );
    expect(await update()).toEqual(['a.ndjson: the file was written anew, it is read again']);
    await expectFresh();
  });
});

describe('of the files of a dump', () => {
  it('one that goes away is told of, and its rows are no longer counted', async () => {
    const { path, write, update, totals, expectFresh, restart } = followedFolder();
    write('a.ndjson', rows(0, 10));
    write('b.ndjson', rows(5, 10, 1));
    write('c.ndjson', rows(30, 1));
    await update();
    rmSync(path('a.ndjson'));
    expect(await update()).toEqual([
      'a.ndjson: the file is no longer there, its 10 rows are no longer counted',
    ]);
    expect(await totals()).toMatchObject({ opens: 11 });
    await expectFresh();
    await restart();
    rmSync(path('c.ndjson'));
    expect((await update())[0]).toContain('its row is no longer counted');
    await expectFresh();
  });

  it('one that is packed is read when it is whole', async () => {
    const { write, append, update, totals, expectFresh } = followedFolder();
    const packed = gzipSync(rows(0, 1000));
    write('a.ndjson', rows(2000, 1));
    write('b.ndjson.gz', packed);
    expect(await update()).toEqual([]);
    expect(await totals()).toMatchObject({ opens: 1001 });
    await expectFresh();
    const other = gzipSync(rows(1500, 1000, 1));
    write('c.ndjson.gz', other.subarray(0, 400));
    const said = await update();
    expect(said).toEqual([expect.stringMatching(/^c\.ndjson\.gz.*: left out until it changes$/)]);
    expect(await update()).toEqual([]);
    expect(await totals()).toMatchObject({ opens: 1001 });
    append('c.ndjson.gz', other.subarray(400, 700));
    await update();
    append('c.ndjson.gz', other.subarray(700));
    expect(await update()).toEqual([]);
    expect(await totals()).toMatchObject({ opens: 2000 });
    await expectFresh();
  });

  it('a new one may be of another format', async () => {
    const { write, append, update, expectFresh } = followedFolder();
    write('a.ndjson', rows(0, 10));
    await update();
    const sendgrid = (number: number): string =>
      `${JSON.stringify({
        ...{ email: `reader${number}@example.com`, timestamp: 1_795_334_400 + number, event: 'open' },
        ...{
          sg_event_id: `sg-${number}`,
          sg_message_id: `message-${number}.filter`,
          useragent: 'Mozilla/5.0',
        },
      })}\n`;
    write('b.ndjson', sendgrid(1) + sendgrid(2));
    write('c.csv', 'event_type,timestamp,event_id\nsent,2026-11-22T08:00:00Z,csv-1\n');
    expect(await update()).toEqual([]);
    append('b.ndjson', sendgrid(3));
    append('c.csv', 'sent,2026-11-22T09:00:00Z,"csv\n2"\n');
    expect(await update()).toEqual([]);
    await expectFresh();
  });

  it('one that is no dump is told of once and left out, until it is one', async () => {
    const { path, write, append, update, expectFresh, restart } = followedFolder();
    write('a.ndjson', rows(0, 10));
    write('b.ndjson', '# notes\n');
    const left = [expect.stringMatching(/^b\.ndjson: .*: left out until it changes$/)];
    expect(await update()).toEqual(left);
    append('a.ndjson', rows(10, 10));
    expect(await update()).toEqual([]);
    await expectFresh([path('a.ndjson')]);
    await restart();
    expect(await update()).toEqual(left);
    write('b.ndjson', rows(15, 10, 1));
    expect(await update()).toEqual([]);
    await expectFresh();
  });
});

describe('a window that is counted back from the last event stays right as rows come', () => {
  const day = 24 * hour;
  it.each<[string, Partial<ComputeOptions>]>([
    ['the last 24 hours', { window: { kind: 'last', milliseconds: day } }],
    ['the last hour', { window: { kind: 'last', milliseconds: hour } }],
    ['all, with the last day beside it', {}],
    ['until an instant', { window: { kind: 'between', from: null, to: Date.UTC(2026, 10, 23, 8) } }],
  ])('%s', async (_name, options) => {
    const { write, append, update, expectFresh, restart } = followedFolder(options);
    write('a.ndjson', rows(0, 20, 0) + rows(10, 5, 1));
    const instants = [2, 23.9, 24, 24.1, 49, 1, 100];
    const compared = isLongForm ? instants : [24, 24.1, 1, 100];
    for (const at of instants) {
      append(
        'a.ndjson',
        rows(Math.round(at * 100), 3, at) + row({ event: at * 10 + 7000, kind: 'sent', at }),
      );
      await update();
      if (compared.includes(at)) await expectFresh();
      if (at === 24) await restart();
    }
  });
});
