import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readEarlierEditions } from '../../src/nightly/earlier-editions.ts';
import { reportText } from '../../src/report/read-report.ts';
import type { Report } from '../../src/report/report.ts';
import { readReport } from '../render/reports.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const reportOf = (delivery: string): Report => {
  const report = readReport('one-event');
  return { ...report, delivery: { ...report.delivery, id: delivery } };
};

const unheard = (): void => {};

/** A report's folder with these editions, each with the reports of some deliveries. */
function folderWith(editions: Readonly<Record<string, readonly string[]>>): string {
  const folder = temporaryFolder();
  for (const [edition, deliveries] of Object.entries(editions)) {
    for (const delivery of deliveries) {
      mkdirSync(join(folder, edition, delivery), { recursive: true });
      writeFileSync(join(folder, edition, delivery, 'report.json'), reportText(reportOf(delivery)));
    }
  }
  return folder;
}

const idsIn = async (folder: string, edition: string, most = 10, warn: (line: string) => void = unheard) =>
  (await readEarlierEditions(folder, edition, most, warn)).map(({ delivery }) => delivery.id);

it('has the reports of all deliveries of the last editions before this one, oldest first', async () => {
  const folder = folderWith({
    ...{
      '2026-11-19': ['old'],
      '2026-11-20': ['sale', 'news'],
      '2026-11-21': ['sale'],
      '2026-11-22': ['now'],
    },
    '2026-11-23': ['later'],
  });
  expect(await idsIn(folder, '2026-11-22')).toEqual(['old', 'news', 'sale', 'sale']);
  expect(await idsIn(folder, '2026-11-22', 2)).toEqual(['news', 'sale', 'sale']);
});

it('never compares a week with a day', async () => {
  const folder = folderWith({
    '2026-11-21': ['sale'],
    '2026-10': ['sale'],
    notes: ['sale'],
    '2026-W46': ['news'],
  });
  expect(await idsIn(folder, '2026-W47')).toEqual(['news']);
});

it('has nothing to compare the very first report with', async () => {
  expect(await idsIn(join(temporaryFolder(), 'none'), '2026-11-22')).toEqual([]);
});

it('passes over reports that are damaged or of another version, and says so', async () => {
  const folder = folderWith({ '2026-11-20': ['sale'], '2026-11-21': ['sale', 'news'] });
  writeFileSync(join(folder, '2026-11-20/sale/report.json'), '{"schemaVersion":1,"deliv');
  writeFileSync(join(folder, '2026-11-21/news/report.json'), '{"schemaVersion":2}');
  const warnings: string[] = [];
  expect(await idsIn(folder, '2026-11-22', 10, (line) => warnings.push(line))).toEqual(['sale']);
  expect(warnings).toEqual([
    expect.stringMatching(
      /2026-11-20\/sale\/report\.json: not a readable report\.json: nothing is compared with it$/,
    ),
    expect.stringMatching(
      /2026-11-21\/news\/report\.json: not a report that can be compared with, at schemaVersion/,
    ),
  ]);
});
