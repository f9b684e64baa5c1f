import { expect, it } from 'vitest';
import { openDuckDB } from '../../../src/engine/duckdb.ts';
import { mostBuckets, startSql, widths } from '../../../src/report/counts/since-send-cells.ts';

it('the start of a cell lies in that cell, so that times may be cut down to it', async () => {
  const times = [
    ...widths.flatMap((width) => {
      const end = mostBuckets * width;
      return [width - 1, width, end - width - 1, end - width, end - 1, end, end + 1].map(String);
    }),
    ...['0', '1', '59999', '4711000', '9999999999999', 'NULL'],
  ];
  const engine = await openDuckDB();
  try {
    const [row] = await engine.query(`
      SELECT
        count(*) AS times,
        count(CASE WHEN start <= time AND ${startSql('start')} = start THEN 1 END) AS same,
        count(CASE WHEN start IS NULL AND (${startSql('start')}) IS NULL THEN 1 END) AS unknown,
        count(DISTINCT start) AS cells
      FROM (
        SELECT time, ${startSql('time')} AS start
        FROM (VALUES ${times.map((time) => `(${time}::BIGINT)`).join(', ')}) AS times (time)
      ) AS placed`);
    expect(row).toMatchObject({ times: times.length, same: times.length - 1, unknown: 1 });
    expect(Number(row?.cells)).toBeGreaterThan(2 * widths.length);
  } finally {
    await engine.close();
  }
});
