import { native } from '../../src/dump/formats/native.ts';
import { askEngine, quoted } from '../engine.ts';
import { type Dump, madeOnce } from './dump.ts';

/** The canonical columns with the types that a sender's own table would give them. */
const typedColumns = {
  ...native.columns,
  timestamp: 'TIMESTAMP',
  is_machine: 'BOOLEAN',
  is_test: 'BOOLEAN',
};

/** The same rows in the same order as Parquet, packed by zstd. */
export const parquetOf = (dump: Dump, name: string): Promise<Dump> =>
  madeOnce(name, async (file) => {
    const columns = Object.entries(typedColumns).map(([column, type]) => `${column}: '${type}'`);
    const rows = `read_json(${quoted(dump.file)}, format = 'newline_delimited', columns = {${columns.join(', ')}})`;
    await askEngine((run) =>
      run(`COPY (FROM ${rows}) TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd)`),
    );
    return dump.rows;
  });

/** The same bytes packed by zstd. */
export const zstdOf = (dump: Dump, name: string): Promise<Dump> =>
  madeOnce(name, async (file) => {
    await packByZstd(dump.file, file);
    return dump.rows;
  });

/** Packs a text file, which the sample command does not: each line goes through the engine as one unquoted cell. */
export async function packByZstd(from: string, to: string): Promise<void> {
  const cell = `header = false, delim = '\u0001', quote = '', escape = ''`;
  const lines = `read_csv(${quoted(from)}, auto_detect = false, columns = {line: 'VARCHAR'}, ${cell})`;
  const cells = `FORMAT csv, HEADER false, DELIMITER '\u0001', QUOTE '', ESCAPE ''`;
  await askEngine((run) => run(`COPY (FROM ${lines}) TO ${quoted(to)} (${cells}, COMPRESSION zstd)`));
}
