import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../src/render/csv.ts';
import { csvColumns } from '../../src/render/csv-columns.ts';
import { sectionSchemas } from '../../src/report/sections/index.ts';
import { readReport } from './reports.ts';

const csvOf = (name: string) => renderCsv(readReport(name), csvColumns);

describe('CSV', () => {
  it('has one file per section', () => {
    expect([...csvOf('typical').keys()]).toEqual(Object.keys(sectionSchemas));
  });

  it('has the keys of report.json as header and CRLF line ends', () => {
    const csv = csvOf('typical').get('bounce-reasons') ?? '';
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'reason,code,status,category,count,share,example',
      `Mailbox does not exist,550 5.1.1,,hard,612,${612 / 1427},`,
    ]);
    expect(csv.endsWith('\r\n')).toBe(true);
  });

  it('names every key that the rows of a section have', () => {
    const { sections } = readReport('typical');
    for (const [id, csv] of csvOf('typical')) {
      const names = csv.split('\r\n')[0]?.split(',');
      expect(names, id).toEqual(expect.arrayContaining(Object.keys(sections[id].rows[0] ?? {})));
    }
  });

  it('has a header where there are no rows', () => {
    expect(csvOf('empty').get('error-reasons')).toBe('reason,code,count,share,example\r\n');
  });

  it('has no cell that starts a formula', () => {
    for (const csv of csvOf('nasty').values()) expect(csv).not.toMatch(/(^|[,\n])"?[=+\-@]/);
  });
});
