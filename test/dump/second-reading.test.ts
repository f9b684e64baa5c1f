import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { eventsOf, eventsOfFiles } from '../support/events-of.ts';
import { computeFiles } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';

async function parquetOf(select: string): Promise<string> {
  const path = join(temporaryFolder(), 'dump.parquet');
  const engine = await openDuckDB();
  await engine.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
  await engine.close();
  return path;
}

describe('a Parquet file', () => {
  it('may have none of the fields that a format reads of a struct', async () => {
    const file = await parquetOf(`
      SELECT 'Send' AS eventType, {timestamp: '2026-11-22T08:00:00Z', messageId: 'm',
        destination: ['ada@example.com'], tags: {other: ['x']}} AS mail`);
    expect(await eventsOfFiles([file])).toMatchObject([{ event: 'sent', recipient: 'ada@example.com' }]);
  });

  it('gives lists where a format takes a list or a text', async () => {
    const file = await parquetOf(`
      SELECT 'processed' AS event, 1795334400 AS timestamp, 'ada@example.com' AS email, 'm.1' AS sg_message_id,
        ['news', 'winter'] AS category`);
    expect(await eventsOfFiles([file])).toMatchObject([{ event: 'sent', delivery: 'news' }]);
  });
});

describe('forms', () => {
  const form = (events: object[]): string => `mandrill_events=${encodeURIComponent(JSON.stringify(events))}`;
  const send = { event: 'send', ts: 1_795_334_400, _id: 'm', msg: { email: 'ada@example.com' } };

  it('may have blank lines between them, and bytes that are no text', async () => {
    const file = temporaryFile('hooks.form', `${form([send])}\n\n\nmandrill_events=%FF%FE\n\n`);
    const { reports, rejects } = await computeFiles([file]);
    expect(reports[0]?.audit).toMatchObject({ read: 2, counted: 1, rejected: 1 });
    expect(rejects).toMatchObject([{ line: 4 }]);
  });
});

describe('a page of an API', () => {
  it.each([undefined, 1])('may be longer than what is looked at first, indented by %s', async (indent) => {
    const items = Array.from({ length: 900 }, (_, number) => ({
      event: 'accepted',
      id: `id-${number}`,
      timestamp: 1_795_334_400,
      'log-level': 'info',
      recipient: `reader${number}@example.com`,
      'user-variables': { padding: 'x'.repeat(300) },
    }));
    const file = temporaryFile('page.json', JSON.stringify({ items, paging: {} }, null, indent));
    const { reports } = await computeFiles([file]);
    expect(reports[0]).toMatchObject({ delivery: { format: 'mailgun' }, totals: { sent: 900 } });
  });
});

describe('a quote in a CSV', () => {
  it.each([
    ['behind a space', ' "x'],
    ['that is one too many', '"a"b"'],
  ])('%s never swallows the rows behind it', async (_where, reason) => {
    const text = `event_type,timestamp,reason\nsent,1700000000,a\nsent,1700000001,${reason}\nsent,1700000002,c\n`;
    await expect(computeFiles([temporaryFile('dump.csv', text)])).rejects.toThrow(
      /dump\.csv:3: a quote is opened here and never closed/,
    );
  });
});

describe('what looks like an envelope', () => {
  it.each([
    ['a message of a log', 'log.json', '{"Message":"hello","Level":"info"}\n'],
    ['a column of a table', 'log.csv', 'Date,Level,Message\n2026-11-22,info,hello\n'],
  ])('is none: %s', async (_what, name, text) => {
    await expect(eventsOfFiles([temporaryFile(name, text)])).rejects.toThrow('its first rows fit no format');
  });
});

it('masks the name of the recipient in brackets', async () => {
  const row = { event_type: 'bounce', timestamp: 1_795_334_400, recipient: 'ada.lovelace@example.com' };
  const [event] = await eventsOf([{ ...row, reason: '550 5.1.1 <ada.lovelace>: User unknown' }]);
  expect(event?.reason).toBe('550 5.1.1 <…>: User unknown');
});
