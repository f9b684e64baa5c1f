import { describe, expect, it } from 'vitest';
import { computeFiles, ndjson } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

const sent = { event_type: 'sent', timestamp: '2026-11-22T08:00:00Z' };
const csv = (reason: string): string =>
  [
    'event_type,timestamp,reason',
    'sent,2026-11-22T08:00:00Z,',
    `bounce,2026-11-22T08:00:00Z,"${reason}"`,
    '',
  ].join('\n');

describe('a NUL', () => {
  it('in a cell of a CSV is a character of that cell', async () => {
    const { reports, rejects } = await computeFiles([temporaryFile('dump.csv', csv('full\0box'))]);
    expect(rejects).toEqual([]);
    expect(reports[0]?.sections['bounce-reasons'].rows).toMatchObject([{ reason: 'full\0box', count: 1 }]);
  });

  it('by the thousand in one cell loses no other row', async () => {
    const { reports } = await computeFiles([temporaryFile('dump.csv', csv('\0'.repeat(10_000)))]);
    expect(reports[0]?.totals).toMatchObject({ sent: 1, bounces: 1 });
  });

  it('in a line of JSON, where it must not stand as it is, loses that line alone', async () => {
    const broken = ndjson([{ ...sent, message_id: 'NUL' }]).replace('NUL', '\0');
    const { reports, rejects } = await computeFiles([
      temporaryFile('dump.ndjson', `${ndjson([sent])}${broken}${ndjson([sent])}`),
    ]);
    expect(reports[0]?.audit).toMatchObject({ read: 3, counted: 2, rejected: 1 });
    expect(rejects).toMatchObject([{ line: 2 }]);
  });

  it('as every other byte is no text: a file in UTF-16 is refused', async () => {
    const file = temporaryFile('dump.csv', Buffer.from(csv('x'), 'utf16le'));
    await expect(computeFiles([file])).rejects.toThrow('binary data, not a dump');
  });
});

it('refuses no dump for bytes that are no UTF-8 in one cell', async () => {
  const text = Buffer.from(csv('\xff'.repeat(10_000)), 'latin1');
  const { reports, rejects } = await computeFiles([temporaryFile('dump.csv', text)]);
  expect(reports[0]?.audit).toMatchObject({ read: 2, counted: 1, rejected: 1 });
  expect(rejects).toMatchObject([{ line: 3, cause: 'not valid UTF-8' }]);
});
