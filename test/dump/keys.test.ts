import { expect, it } from 'vitest';
import { type Keys, lastingKeys, passingKeys, standInOf } from '../../src/dump/keys.ts';
import { readDump } from '../../src/dump/read-dump.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { Report } from '../../src/report/report.ts';
import { allReports, ndjson, usualOptions } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

/** What SQL expressions give, as texts. */
async function valuesOf(...expressions: readonly string[]): Promise<readonly unknown[]> {
  const engine = await openDuckDB();
  try {
    const columns = expressions.map((expression, index) => `CAST(${expression} AS VARCHAR) AS c${index}`);
    const [row] = await engine.query(`SELECT ${columns.join(', ')}`);
    return Object.values(row ?? {});
  } finally {
    await engine.close();
  }
}

async function reportsWith(keys: Keys, path: string): Promise<readonly Report[]> {
  const engine = await openDuckDB();
  try {
    return await allReports(engine, await readDump(engine, [path], { keys }), usualOptions);
  } finally {
    await engine.close();
  }
}

it('lasting keys are what tables have that were filled long ago', async () => {
  const keys = await valuesOf(
    lastingKeys.of(`'ann@example.org'`),
    lastingKeys.of('1795678544599'),
    lastingKeys.of(`'e1'`, 'NULL', '7'),
    lastingKeys.standIn(`'m1'`, 'message'),
    lastingKeys.standIn(`'m1'`, 'recipient'),
  );
  expect(keys).toEqual([
    '1931231325041027518',
    '2373848287040997110',
    '11662401630194508250',
    '12002064663028983665',
    '12650301140991110769',
  ]);
});

it('lists of values have the same key only where they are the same', async () => {
  const lists = [
    [`'a'`, `'b'`],
    [`'b'`, `'a'`],
    [`'a|.=b'`, 'NULL'],
    [`'a'`, `'b'`, 'NULL'],
    [`'a|'`, `'b'`],
    [`'a'`, `'|b'`],
    [`''`, 'NULL'],
    ['NULL', `''`],
  ];
  const keys = await valuesOf(...lists.map((list) => lastingKeys.of(...list)));
  expect(new Set(keys).size).toBe(lists.length);
});

it('a key that stands in for another is told by it', async () => {
  const [standIn, told] = await valuesOf(
    lastingKeys.standIn(`'m1'`, 'message'),
    standInOf(lastingKeys.of(`'m1'`), 'message'),
  );
  expect(standIn).toBe(told);
});

it('a report is the same by whatever keys', async () => {
  const ann = { timestamp: '2026-11-22T08:00:00Z', recipient: 'ann-larsen', delivery_id: 'for ann-larsen' };
  const path = temporaryFile(
    'dump.ndjson',
    ndjson([
      { ...ann, event_type: 'sent', message_id: 'm1', variant: 'ann-larsen' },
      { ...ann, event_type: 'open', message_id: 'm1', event_id: 'e1' },
      { ...ann, event_type: 'open', message_id: 'm1', event_id: 'e1' },
      { ...ann, event_type: 'click', recipient: undefined, message_id: 'm1', url: 'https://example.org/a' },
      { ...ann, event_type: 'click', recipient: 'bob@example.org', url: 'https://example.org/a' },
    ]),
  );
  const [report] = await reportsWith(passingKeys, path);
  expect(report?.delivery.id).toBe('for …');
  expect(report?.totals).toMatchObject({ opens: 1, clicks: 2, uniqueClicks: 2 });
  expect(await reportsWith(lastingKeys, path)).toEqual([report]);
});
