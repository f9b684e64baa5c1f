import { describe, expect, it } from 'vitest';
import { readReport, reportText } from '../../src/report/read-report.ts';
import { partialReport } from '../support/partial-report.ts';
import { computeFiles } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

async function sampleReport() {
  const [report] = (await computeFiles(['samples/native.ndjson'])).reports;
  if (report === undefined) throw new Error('the sample has no report');
  return report;
}

describe('report.json', () => {
  it('is read and written again to the same bytes', async () => {
    const text = reportText(await sampleReport());
    expect(reportText(await readReport(temporaryFile('report.json', text)))).toBe(text);
  });

  it('has its keys in the order of the contract', async () => {
    const report = await sampleReport();
    const figures = ['window', 'totals', 'rates', 'sections', 'audit', 'withMachines'];
    expect(Object.keys(report)).toEqual(['schemaVersion', 'delivery', ...figures, 'lastDay']);
    expect(Object.keys(report.lastDay ?? {})).toEqual(figures);
    expect(Object.keys(report.withMachines ?? {})).toEqual(['totals', 'rates', 'sections']);
  });

  it('that is partial keeps what it lacks, and where that stands', async () => {
    const text = reportText(partialReport(await sampleReport()));
    const read = await readReport(temporaryFile('report.json', text));
    expect(reportText(read)).toBe(text);
    expect(Object.keys(read).slice(0, 4)).toEqual(['schemaVersion', 'delivery', 'partial', 'window']);
  });

  it.each([
    ['answered by all', { shards: 3, answered: 3, unfinishedLoads: 0 }],
    ['answered by more than there are', { shards: 3, answered: 4, unfinishedLoads: 1 }],
    ['answered by none', { shards: 3, answered: 0, unfinishedLoads: 0 }],
  ])('is none where it calls itself partial and was %s', async (_, partial) => {
    const path = temporaryFile('report.json', reportText(partialReport(await sampleReport(), partial)));
    await expect(readReport(path)).rejects.toThrow('not a report of this version at partial');
  });

  it('of a version without the last day and machine activity is read as having neither', async () => {
    const { withMachines: _withMachines, lastDay: _lastDay, ...plain } = await sampleReport();
    const read = await readReport(temporaryFile('report.json', JSON.stringify(plain)));
    expect(read).toEqual({ ...plain, withMachines: null, lastDay: null });
  });

  it('of a version without the later sections is read as having nothing in them', async () => {
    const { sections, lastDay: _lastDay, withMachines: _withMachines, ...plain } = await sampleReport();
    const first = [
      ...['email-summary', 'email-performance', 'sending-statistics'],
      ...['bounce-categories', 'bounce-reasons', 'error-reasons'],
    ];
    const known = Object.fromEntries(Object.entries(sections).filter(([id]) => first.includes(id)));
    const read = await readReport(
      temporaryFile('report.json', JSON.stringify({ ...plain, sections: known })),
    );
    for (const [id, section] of Object.entries(read.sections)) {
      if (first.includes(id)) expect(section).toEqual(known[id]);
      else expect(section.rows).toEqual([]);
    }
    expect(Object.keys(read.sections)).toEqual(Object.keys(sections));
  });
});
