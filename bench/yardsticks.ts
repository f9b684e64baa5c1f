import { native } from '../src/dump/formats/native.ts';
import { type Run, runCommand } from './process.ts';

/** The floor: the same engine merely parsing the same columns of the same file. */
export function countWithEngine(dump: string, cwd: string): Promise<Run> {
  const columns = Object.keys(native.columns);
  const types = columns.map((name) => `${name}: 'VARCHAR'`).join(', ');
  const counts = columns.map((name) => `count(${name})`).join(', ');
  const sql = `SELECT ${counts} FROM read_json('${dump}', format = 'newline_delimited', columns = {${types}})`;
  const program = `
    import { DuckDBInstance } from '@duckdb/node-api';
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.runAndReadAll(${JSON.stringify(sql)});`;
  return runCommand(['--input-type=module', '--eval', program], cwd);
}

/** What most people write first: a line at a time, JSON.parse, a Set for each figure that counts people once. */
export function countWithReadline(dump: string, cwd: string): Promise<Run> {
  const program = `
    import { createReadStream } from 'node:fs';
    import { createInterface } from 'node:readline';
    const counts = {}, seen = new Set(), openers = new Set(), clickers = new Set(), delivered = new Set();
    for await (const line of createInterface({ input: createReadStream(${JSON.stringify(dump)}) })) {
      const row = JSON.parse(line);
      if (row.is_test || seen.has(row.event_id)) continue;
      seen.add(row.event_id);
      counts[row.event_type] = (counts[row.event_type] ?? 0) + 1;
      if (row.event_type === 'open' && !row.is_machine) openers.add(row.recipient);
      if (row.event_type === 'click' && !row.is_machine) clickers.add(row.recipient);
      if (row.event_type === 'delivered') delivered.add(row.message_id);
      if (row.event_type === 'bounce' && row.bounce_category !== 'ignored') delivered.delete(row.message_id);
    }`;
  return runCommand(['--input-type=module', '--eval', program], cwd);
}
