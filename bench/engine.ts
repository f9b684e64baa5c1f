import { DuckDBInstance } from '@duckdb/node-api';
import { root } from './process/run-program.ts';

/** Asks an engine of its own in this process: for making dumps and for checking totals, never for what is measured. */
export async function askEngine<Answer>(
  ask: (run: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>) => Promise<Answer>,
): Promise<Answer> {
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: `${root}bench/data/spill`,
    memory_limit: '8GiB',
  });
  const connection = await instance.connect();
  try {
    await connection.run(`SET TimeZone = 'UTC'`);
    return await ask(async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A text as SQL. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
