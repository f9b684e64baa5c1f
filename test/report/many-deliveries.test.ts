import { expect, it } from 'vitest';
import { readDump } from '../../src/dump/read-dump.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { computeReports } from '../../src/report/compute.ts';
import { eventsOfDump } from '../../src/report/dump-events.ts';
import { ndjson, reportOf, reportsOf, usualOptions } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

const numbers = Array.from({ length: 120 }, (_, index) => index);

/** Each has a send and an open, the second half of them a click of a machine's two days later. */
const rowsOf = (number: number): readonly object[] => {
  const row = (event_type: string, hours: number, more: object = {}) => ({
    event_type,
    timestamp: new Date(Date.UTC(2026, 0, 1, number + hours)).toISOString(),
    delivery_id: `delivery-${number}`,
    message_id: `message-${number}`,
    recipient: `person-${number}@example.com`,
    ...more,
  });
  return [
    row('sent', 0),
    row('open', 1),
    ...(number < 60 ? [] : [row('click', 48, { is_machine: true, url: `https://example.com/${number}` })]),
  ];
};

it('many deliveries have the reports that each has when it is asked for alone, the newest first', async () => {
  const rows = numbers.flatMap(rowsOf);
  const reports = await reportsOf(rows);
  expect(reports.map(({ delivery }) => delivery.id)).toEqual(
    numbers.toReversed().map((number) => `delivery-${number}`),
  );
  for (const number of [0, 49, 50, 60, 69, 70, 119])
    expect(reports[119 - number]).toEqual(await reportOf(rows, { deliveryId: `delivery-${number}` }));
});

it('many reports are made as they are asked for, from a few rows at a time', async () => {
  const engine = await openDuckDB();
  let rows = 0;
  const counting: Engine = {
    ...{ dialect: engine.dialect, temporaryFolder: engine.temporaryFolder },
    prepareFor: (bytes) => engine.prepareFor(bytes),
    progress: () => engine.progress(),
    run: (sql) => engine.run(sql),
    query: async (sql) => {
      const found = await engine.query(sql);
      rows += found.length;
      return found;
    },
    close: () => engine.close(),
  };
  try {
    const dump = await readDump(engine, [temporaryFile('dump.ndjson', ndjson(numbers.flatMap(rowsOf)))]);
    const { count, each } = await computeReports(eventsOfDump(counting, dump), usualOptions);
    expect(count).toBe(120);
    rows = 0;
    const rowsAfter: number[] = [];
    for await (const _ of each()) rowsAfter.push(rows);
    expect(rowsAfter[0]).toBeLessThan((rowsAfter[119] ?? 0) * 0.6);
    expect(new Set(rowsAfter).size).toBe(3);
  } finally {
    await engine.close();
  }
});
