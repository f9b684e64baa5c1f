import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findEarlierReport } from '../../src/nightly/earlier-report.ts';
import { reportText } from '../../src/report/read-report.ts';
import type { Report } from '../../src/report/report.ts';
import { reportOf } from '../support/report-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const reportAt = (delivery: string, hour: number): Promise<Report> =>
  reportOf([
    {
      event_type: 'sent',
      timestamp: `2026-03-14T${String(hour).padStart(2, '0')}:00:00Z`,
      delivery_id: delivery,
      message_id: '1',
    },
  ]);

const unheard = (): void => {};

/** A report's folder with these editions, each with the reports of some deliveries. */
function folderWith(editions: Readonly<Record<string, readonly Report[]>>): string {
  const folder = temporaryFolder();
  for (const [edition, reports] of Object.entries(editions)) {
    for (const report of reports) {
      mkdirSync(join(folder, edition, report.delivery.id), { recursive: true });
      writeFileSync(join(folder, edition, report.delivery.id, 'report.json'), reportText(report));
    }
  }
  return folder;
}

it('compares a delivery with itself in the last edition that has it', async () => {
  const [sale, later, news] = [
    await reportAt('sale', 8),
    await reportAt('sale', 9),
    await reportAt('news', 10),
  ];
  const folder = folderWith({
    '2026-11-19': [sale],
    '2026-11-20': [later],
    '2026-11-21': [news],
    '2026-11-22': [sale],
    '2026-11-23': [sale],
  });
  expect(await findEarlierReport(folder, '2026-11-22', sale, undefined, unheard)).toEqual(later);
});

it('compares a new delivery with the one sent before it', async () => {
  const [sale, before] = [await reportAt('sale', 8), await reportAt('before', 7)];
  const folder = folderWith({ '2026-11-21': [await reportAt('news', 10)] });
  expect(await findEarlierReport(folder, '2026-11-22', sale, before, unheard)).toEqual(before);
});

it('compares the first delivery of an edition with the latest of the edition before', async () => {
  const [early, late] = [await reportAt('early', 6), await reportAt('late', 9)];
  const folder = folderWith({ '2026-11-21': [early, late] });
  expect(
    await findEarlierReport(folder, '2026-11-22', await reportAt('sale', 8), undefined, unheard),
  ).toEqual(late);
});

it('never compares a week with a day', async () => {
  const sale = await reportAt('sale', 8);
  const folder = folderWith({ '2026-11-21': [sale], '2026-10': [sale], notes: [sale] });
  expect(await findEarlierReport(folder, '2026-W47', sale, undefined, unheard)).toBeNull();
});

it('has nothing to compare the very first report with', async () => {
  const sale = await reportAt('sale', 8);
  expect(
    await findEarlierReport(join(temporaryFolder(), 'none'), '2026-11-22', sale, undefined, unheard),
  ).toBeNull();
});

it('passes over reports that are damaged or of another version, and says so', async () => {
  const sale = await reportAt('sale', 8);
  const folder = folderWith({ '2026-11-19': [sale], '2026-11-20': [sale], '2026-11-21': [sale] });
  writeFileSync(join(folder, '2026-11-20/sale/report.json'), '{"schemaVersion":1,"deliv');
  writeFileSync(join(folder, '2026-11-21/sale/report.json'), '{"schemaVersion":0}');
  const said: string[] = [];
  const warn = (line: string): void => void said.push(line);
  expect(await findEarlierReport(folder, '2026-11-22', sale, undefined, warn)).toEqual(sale);
  expect(said).toEqual([
    expect.stringMatching(
      /2026-11-21.sale.report\.json: not a report of this version.*: nothing is compared/,
    ),
    expect.stringMatching(/2026-11-20.sale.report\.json: not a readable report\.json: nothing is compared/),
  ]);
});
