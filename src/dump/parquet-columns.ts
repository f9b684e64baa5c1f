import * as z from 'zod';
import type { Engine } from '../engine/engine.ts';
import { sqlPath } from '../engine/sql-path.ts';
import { BadDataError } from '../errors.ts';
import type { HeadRow } from './formats/format.ts';

const elementSchema = z.object({ name: z.string(), num_children: z.int().nullable() });

type Element = z.infer<typeof elementSchema>;

/** The elements of a Parquet schema come depth first, each with the number of those right below it. */
function takeColumns(elements: Iterator<Element>, count: number): HeadRow {
  // Not set on an object, where a column that is called __proto__ would be more than a column.
  const columns = new Map<string, unknown>();
  for (let taken = 0; taken < count; taken += 1) {
    const { value, done } = elements.next();
    if (done === true) break;
    const children = value.num_children ?? 0;
    columns.set(value.name, children === 0 ? null : takeColumns(elements, children));
  }
  return Object.fromEntries(columns);
}

/**
 * The columns of a Parquet file, nested as they are, as a row without values: a file may be empty, or start with rows
 * that lack what tells its format.
 * @param file as the user named it; `path` is what the engine opens.
 */
export async function parquetColumns(engine: Engine, file: string, path: string): Promise<HeadRow> {
  try {
    const rows = await engine.query(`SELECT name, num_children FROM parquet_schema(${sqlPath(path)})`);
    const [root, ...elements] = rows.map((row) => elementSchema.parse(row));
    return takeColumns(elements.values(), root?.num_children ?? 0);
  } catch (error) {
    throw new BadDataError(`${file}: not a readable Parquet file`, 'copy or export the dump again', error);
  }
}
