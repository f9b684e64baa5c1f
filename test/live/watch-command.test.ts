import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stateFile } from '../../src/live/state/state-place.ts';
import { run } from '../cli/run.ts';
import { deliveries } from '../support/deliveries.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { expectFresh, startWatching, watchOnce } from './watching.ts';

const row = (event: number, delivery = 'sale'): string =>
  `${JSON.stringify({
    ...{ event_type: 'sent', timestamp: '2026-11-22T08:00:00Z', delivery_id: delivery },
    ...{ event_id: `event-${event}`, message_id: `message-${event}` },
  })}\n`;

const oneLine = (words: string): RegExp => new RegExp(`^email-live-report: [^\\n]*${words}[^\\n]*\\n$`);
const newOutput = (): string => join(temporaryFolder(), 'output');

describe('watch refuses', () => {
  const dump = ['--output', 'nowhere', 'dump.ndjson'];
  it.each([
    [['--every', 'x', ...dump], '--every x'],
    [['--pdf-at', '25:00', ...dump], '--pdf-at 25:00'],
    [['--refresh', '0', ...dump], '--refresh'],
    [['--refresh', '1.5', ...dump], '--refresh'],
    [['-'], 'what comes through a pipe cannot be followed'],
    [['/dev/null'], 'what comes through a pipe cannot be followed'],
    [['clickhouse://host:8123/database.table'], 'a table of a ClickHouse cannot be followed'],
  ])('%j', async (args, said) => {
    const { status, stderr } = await run(['watch', ...args]);
    expect(stderr).toMatch(oneLine(said));
    expect(status).toBe(64);
  });

  it('with --once a dump that is not there', async () => {
    const { status, stderr } = await run([
      'watch',
      '--once',
      join(temporaryFolder(), 'none'),
      '-o',
      newOutput(),
    ]);
    expect(stderr).toMatch(oneLine('no such file'));
    expect(status).toBe(66);
  });

  it('an output that it cannot write to', async () => {
    const output = join(temporaryFile('file', ''), 'output');
    const { status, stderr } = await run(['watch', temporaryFile('dump.ndjson', row(1)), '-o', output]);
    expect(stderr).toMatch(oneLine('cannot be written'));
    expect(status).toBe(73);
  });

  it('an output that another one writes to, until that one ends', { timeout: 60_000 }, async () => {
    const [dump, output] = [temporaryFile('dump.ndjson', row(1)), newOutput()];
    const first = startWatching(dump, output);
    await first.until(({ updates }) => updates.length > 0);
    const { status, stderr } = await run(['watch', dump, '-o', output]);
    expect(stderr).toMatch(oneLine('another process follows this dump \\(end that one, or write to another'));
    expect(status).toBe(75);
    first.kill('SIGKILL');
    await first.ended;
    await watchOnce(dump, output);
    await expectFresh(dump, output);
  });
});

describe('watch', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'waits for a dump that is not there yet, begins when it comes, and ends with 0 by %s',
    { timeout: 60_000 },
    async (signal) => {
      const [folder, output] = [temporaryFolder(), newOutput()];
      const dump = join(folder, 'dump');
      const watching = startWatching(dump, output);
      await watching.until(({ updates }) => updates.length === 1);
      expect(watching.updates).toMatchObject([{ rows: 0, written: [] }]);
      mkdirSync(dump);
      writeFileSync(join(dump, 'a.ndjson'), row(1));
      await watching.until(({ updates }) => updates.at(-1)?.rows === 1);
      appendFileSync(join(dump, 'a.ndjson'), row(2));
      writeFileSync(join(dump, 'b.ndjson'), row(3, 'other'));
      await watching.until(({ updates }) => updates.at(-1)?.rows === 3);
      watching.kill(signal);
      expect(await watching.ended).toBe(0);
      await expectFresh(dump, output);
    },
  );

  it('says with --once what it has written, and what was new', { timeout: 60_000 }, async () => {
    const [dump, output] = [deliveries(2), newOutput()];
    const once = async () =>
      JSON.parse((await run(['watch', dump, '-o', output, '--once', '--json'])).stdout);
    const { rows } = await once();
    appendFileSync(dump, row(1));
    const second = await once();
    expect(second).toMatchObject({ rows: rows + 1, written: expect.arrayContaining(['sale', 'delivery-0']) });
    expect(second.newRows).toBe(1);
  });

  it('has a state that is for nobody else to read', { timeout: 60_000 }, async () => {
    const [dump, output] = [deliveries(1), newOutput()];
    const watching = startWatching(dump, output);
    await watching.until(({ updates }) => updates.length > 0);
    const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
    expect(mode(dirname(stateFile(output)))).toBe('700');
    expect(mode(stateFile(output))).toBe('600');
    expect(mode(output)).toBe(mode(join(output, 'delivery-0')));
    watching.kill('SIGINT');
    expect(await watching.ended).toBe(0);
    expect(readdirSync(dirname(stateFile(output)))).toHaveLength(1);
  });

  it('reads all again with other options, and where it is told to', { timeout: 60_000 }, async () => {
    const [dump, output] = [deliveries(2), newOutput()];
    await watchOnce(dump, output);
    expect(await watchOnce(dump, output)).toBe('');
    const redacted = ['--redact-domains', '--last', '12h'];
    expect(await watchOnce(dump, output, redacted)).toMatch(
      /live-state\.duckdb: it was made by another version or with other options, so that it is made anew from the dump\n/,
    );
    expect(await watchOnce(dump, output, [...redacted, '--rebuild'])).toBe('');
    await expectFresh(dump, output, redacted);
  });

  it('leaves a delivery whose rows are gone out of the list', { timeout: 60_000 }, async () => {
    const [dump, output] = [temporaryFolder(), newOutput()];
    const list = () =>
      readFileSync(join(output, 'index.html'), 'utf8').match(/delivery-\w(?=\/report.html)/g);
    for (const name of ['a', 'b', 'c'])
      writeFileSync(join(dump, `${name}.ndjson`), row(1, `delivery-${name}`));
    const watching = startWatching(dump, output);
    await watching.until(({ updates }) => updates.at(-1)?.rows === 3);
    rmSync(join(dump, 'b.ndjson'));
    await watching.until(({ updates }) => updates.at(-1)?.rows === 2);
    expect(new Set(list())).toEqual(new Set(['delivery-a', 'delivery-c']));
    rmSync(join(dump, 'a.ndjson'));
    await watching.until(({ updates }) => updates.at(-1)?.rows === 1);
    watching.kill('SIGTERM');
    expect(await watching.ended).toBe(0);
    expect(new Set(list())).toEqual(new Set(['delivery-c']));
  });
});
