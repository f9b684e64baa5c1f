import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ndjson } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { run } from './run.ts';

const dump = (): string =>
  temporaryFile(
    'd.ndjson',
    ndjson([
      {
        event_type: 'sent',
        timestamp: '2026-11-22T08:00:00Z',
        delivery_id: 'a',
        delivery_label: 'Autumn',
        event_id: '1',
      },
      { event_type: 'sent', timestamp: '2026-11-22T08:00:00Z', delivery_id: 'a', event_id: '1' },
      { event_type: 'open', timestamp: '2026-11-23T08:00:00Z', delivery_id: 'b', is_test: true },
      '{broken',
    ]),
  );

it('says what a dump holds, and writes nothing', async () => {
  const cwd = temporaryFolder();
  const path = dump();
  const { status, stdout } = await run(['inspect', path], { cwd });
  expect(status).toBe(0);
  expect(stdout).toBe(
    [
      `Files       ${path}  native, ndjson (3 of its first rows with \`event_type\`)`,
      'Rows        4 read, 1 rejected, 1 duplicates, 1 of tests',
      'Time        2026-11-22T08:00:00.000Z to 2026-11-23T08:00:00.000Z',
      'Events      2  sent',
      '            1  open',
      'Deliveries  b  2026-11-23T08:00:00.000Z',
      '            a  Autumn  2026-11-22T08:00:00.000Z',
      `Rejected    ${path}:4  cannot be read as a row of format native`,
      '',
    ].join('\n'),
  );
  expect(readdirSync(cwd)).toEqual([]);
});

it('says it to machines with --json', async () => {
  const { stdout } = await run(['inspect', dump(), '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    rows: { read: 4, rejected: 1, duplicates: 1, test: 1 },
    eventTypes: [
      { type: 'sent', count: 2 },
      { type: 'open', count: 1 },
    ],
    rejects: [{ line: 4 }],
  });
});

it('names the causes when every row is rejected, and exits with 65', async () => {
  const path = temporaryFile('d.ndjson', ndjson([{ event_type: 'opened' }, { event_type: 'clicked' }]));
  const { status, stdout, stderr } = await run(['inspect', path]);
  expect(stdout).toContain(`${path}:2  unknown event type "clicked"`);
  expect(stderr).toMatch(/every one of the dump's 2 rows was rejected/);
  expect(status).toBe(65);
});

it('repeats no password of a ClickHouse that it cannot reach', async () => {
  const { status, stderr } = await run(['inspect', 'clickhouse://reader:secret@127.0.0.1:1/mail.events']);
  expect(status).toBe(69);
  expect(stderr).toContain('cannot reach ClickHouse at 127.0.0.1:1');
  expect(stderr).not.toContain('secret');
});
