import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openDuckDB, readyDuckDB } from '../../src/engine/duckdb.ts';

describe('an engine that was made ready', () => {
  it('is one like any other, and nobody gets it twice', async () => {
    readyDuckDB();
    const first = await openDuckDB();
    const second = await openDuckDB();
    try {
      await first.run('CREATE TABLE one AS SELECT 1 AS a');
      await expect(second.query('SELECT * FROM one')).rejects.toThrow('one');
      const settings = `SELECT current_setting('TimeZone') AS zone, current_setting('temp_directory') AS folder`;
      expect(await first.query(settings)).toEqual([{ zone: 'UTC', folder: first.temporaryFolder }]);
      expect(await second.query(settings)).toEqual([{ zone: 'UTC', folder: second.temporaryFolder }]);
      expect(first.temporaryFolder).not.toBe(second.temporaryFolder);
    } finally {
      await first.close();
      await second.close();
    }
    expect(existsSync(first.temporaryFolder)).toBe(false);
  });
});
