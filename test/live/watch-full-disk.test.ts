import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../cli/run.ts';
import { isLongForm } from '../faults/long-form.ts';
import { mountSmallDisk } from '../faults/small-disk.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { expectFresh, startWatching, watchOnce } from './watching.ts';

const { path: disk, isMounted, fill, free } = mountSmallDisk('48m');

/** A folder on the disk that is gone after the test. */
function onDisk(name: string): string {
  const path = join(disk, name);
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const rows = (from: number, count: number): string =>
  Array.from(
    { length: count },
    (_, number) =>
      `${JSON.stringify({
        ...{ event_type: number % 2 === 0 ? 'sent' : 'open', delivery_id: `delivery-${number % 3}` },
        timestamp: new Date(Date.UTC(2026, 10, 22, 8) + number * 1000).toISOString(),
        ...{ event_id: `event-${from + number}`, message_id: `message-${(from + number) % 5000}` },
        recipient: `reader${(from + number) % 5000}@example.com`,
      })}\n`,
  ).join('');

const oneLine =
  /^email-live-report: [^\n]*(?:the disk is full|ran out of memory or disk space|no room)[^\n]*\n$/;

describe.runIf(isMounted)('where the disk is full', () => {
  it.each(
    isLongForm
      ? [0, 30_000, 100_000, 300_000, 600_000, 1_000_000, 2_000_000, 5_000_000]
      : [100_000, 2_000_000],
  )(
    'to %d bytes, the reports are right as soon as there is room again',
    { timeout: 120_000 },
    async (freeBytes) => {
      const [dump, output] = [temporaryFile('dump.ndjson', rows(0, 1000)), onDisk('output')];
      await watchOnce(dump, output);
      appendFileSync(dump, rows(1000, 30_000));
      fill(freeBytes);
      const { status, stderr } = await run(['watch', dump, '-o', output, '--once', '--csv']);
      free();
      expect([0, 73, 75], stderr).toContain(status);
      if (status !== 0) expect(stderr.replace(/^(?!email-live-report: ).*\n/gm, '')).toMatch(oneLine);
      await watchOnce(dump, output);
      await expectFresh(dump, output);
    },
  );

  it('there is no state, and the next run makes one', { timeout: 120_000 }, async () => {
    const [dump, output] = [temporaryFile('dump.ndjson', rows(0, 1000)), onDisk('output')];
    fill(0);
    const { status, stderr } = await run(['watch', dump, '-o', output, '--once']);
    free();
    expect(stderr).toMatch(oneLine);
    expect([73, 75]).toContain(status);
    await watchOnce(dump, output);
    await expectFresh(dump, output);
  });

  it('for temporary files only, new rows are read when there is room again', {
    timeout: 120_000,
  }, async () => {
    const [dump, output] = [join(temporaryFolder(), 'dump'), join(temporaryFolder(), 'output')];
    const temporary = onDisk('temporary');
    mkdirSync(temporary);
    mkdirSync(dump);
    writeFileSync(join(dump, 'a.ndjson'), rows(0, 100));
    const watching = startWatching(dump, output, ['--every', '0'], { TMPDIR: temporary });
    await watching.until(({ updates }) => updates.length > 0);
    fill(0);
    appendFileSync(join(dump, 'a.ndjson'), rows(100, 1000));
    await watching.until(({ said }) => said.includes('no room'));
    free();
    // Files are looked at every ten seconds, whatever is told of them.
    await watching.until(({ updates }) => updates.at(-1)?.rows === 1100);
    watching.kill('SIGTERM');
    expect(await watching.ended).toBe(0);
    await expectFresh(dump, output);
  });
});
