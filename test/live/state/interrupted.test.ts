import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { expectSame } from '../../cluster/equal-reports.ts';
import { isLongForm } from '../../faults/long-form.ts';
import { computeFiles } from '../../support/report-of.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { followDump } from './followed-dump.ts';

const row = (event: number, hour: number): string =>
  `${JSON.stringify({
    event_type: event % 3 === 0 ? 'delivered' : 'open',
    timestamp: new Date(Date.UTC(2026, 10, 22, 8 + hour)).toISOString(),
    event_id: `event-${event}`,
    message_id: `message-${event % 7}`,
    recipient: `reader${event % 7}@example.com`,
  })}\n`;

const rows = (from: number, count: number, hour: number): string =>
  Array.from({ length: count }, (_, number) => row(from + number, hour)).join('');

/** What may happen to the files of a dump between two looks at them. */
const changes: readonly (readonly [string, (folder: string) => void])[] = [
  [
    'files that stand in another order, of which others have the first copies',
    (folder) => renameSync(join(folder, 'b.ndjson'), join(folder, 'z.ndjson')),
  ],
  [
    'all of it together, and files that come and go',
    (folder) => {
      appendFileSync(join(folder, 'b.ndjson'), `${rows(5, 40, 9)}{"event_type":`);
      appendFileSync(join(folder, 'c.ndjson'), '"2026-11-22T08:00:00Z","event_id":"c"}\nnothing\n');
      renameSync(join(folder, 'a.ndjson'), join(folder, 'y.ndjson'));
      writeFileSync(join(folder, 'a.ndjson'), rows(0, 3, 11));
      rmSync(join(folder, 'd.ndjson'));
    },
  ],
];

describe('one who is ended between any two steps goes on with', () => {
  it.each(changes)('%s', { timeout: 120_000 }, async (name, change) => {
    let steps = 0;
    // What is done in many steps is ended after each other one, in the tests of every day.
    const stride = isLongForm || !name.startsWith('all') ? 1 : 2;
    for (let isThrough = false; !isThrough; steps += stride) {
      const output = temporaryFolder();
      const folder = join(output, 'dump');
      const dump = [join(folder, '*')];
      mkdirSync(folder);
      writeFileSync(join(folder, 'a.ndjson'), rows(0, 20, 0));
      writeFileSync(join(folder, 'b.ndjson'), rows(10, 20, 1));
      writeFileSync(join(folder, 'c.ndjson'), `${rows(15, 20, 2)}{"event_type":"sent","timestamp":`);
      writeFileSync(join(folder, 'd.ndjson'), rows(30, 5, 3));
      const before = await followDump(join(output, 'reports'), dump);
      await before.update();
      change(folder);
      let left = steps;
      const { engine } = before.state;
      const statement = engine.run.bind(engine);
      vi.spyOn(engine, 'run').mockImplementation(async (sql) => {
        if (/^\s*BEGIN/.test(sql)) {
          if (left === 0) throw new Error('ended');
          left -= 1;
        }
        await statement(sql);
      });
      isThrough = await before.update().then(
        () => true,
        () => false,
      );
      await before.close();

      const after = await followDump(join(output, 'reports'), dump);
      try {
        expect(after.state.whyAnew).toBe(null);
        await after.update();
        const { reports, rejects } = await computeFiles(dump);
        expectSame(await after.reports(), reports);
        expect(await after.state.rejects(), `after ${steps} steps`).toEqual(rejects);
      } finally {
        await after.close();
      }
    }
    expect(steps).toBeGreaterThan(2);
  });
});
