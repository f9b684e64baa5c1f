import { DuckDBInstance } from '@duckdb/node-api';

/** The floor, as a process: the engine answers one query, and nothing else is done. */
const [sql = '', threads = ''] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
const reader = await connection.runAndReadAll(sql);
process.stdout.write(`${reader.getRowsJson()}\n`);
