import { chmod, mkdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { sqlText } from '../../engine/dialect.ts';
import { openDuckDB } from '../../engine/duckdb.ts';
import type { Engine } from '../../engine/engine.ts';
import { TryAgainError } from '../../errors.ts';
import { cannotWrite } from '../../files/write-file.ts';
import { createTables } from './state-tables.ts';

/** The state is not what it should be: it is to be removed and made anew from the dump. */
export class DamagedState extends Error {}

/** What lies in the table `meta`. */
const metaSchema = z.object({
  /** Stands for the program, its engine and all choices that what is counted depends on. */
  made_by: z.string(),
  /** Rows from this number on are read and not counted yet. */
  counted_to: z.coerce.number(),
  next_row: z.coerce.number(),
  next_source: z.coerce.number(),
  /** What rows without a delivery were counted as: the name of the dump, and the formats whose sends are implied. */
  counted_as: z.string(),
  /** The sources in the order in which they were counted last: as JSON. */
  counted_order: z.string(),
  /** How many rows each count had when its changes were last summed up: as JSON. */
  summed_up: z.string(),
});

export type Meta = z.infer<typeof metaSchema>;

/** An open state: an engine whose tables lie in its file. */
export interface OpenState {
  readonly engine: Engine;
  readonly meta: Meta;
  /** Why it is an empty one though there was another; null where it is as it was left, or the first. */
  readonly whyAnew: string | null;
}

/** True for what the engine says of a file that is not whole, or not its own. */
const isDamage = (error: unknown): boolean =>
  /corrupt|checksum|not read enough|not a valid DuckDB|Serialization|deserializ|INTERNAL|FATAL|does not exist|WAL|storage version|Catalog Error|ZodError|magic/i.test(
    String(error),
  );

const isLocked = (error: unknown): boolean => /Could not set lock|Conflicting lock/i.test(String(error));

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Removes a state and all that its engine leaves beside it. */
export async function removeState(path: string): Promise<void> {
  for (const file of [path, `${path}.wal`, `${path}.tmp`]) await rm(file, { recursive: true, force: true });
}

async function attach(path: string, options = "STORAGE_VERSION 'latest'"): Promise<Engine> {
  const engine = await openDuckDB();
  try {
    await engine.run(`ATTACH ${sqlText(path)} AS state (${options}); USE state`);
    return engine;
  } catch (error) {
    await engine.close();
    if (isLocked(error))
      throw new TryAgainError(
        `${path}: another process follows this dump`,
        'end that one, or write to another folder',
        error,
      );
    throw error;
  }
}

async function readMeta(engine: Engine): Promise<Meta> {
  const rows = await engine.query('SELECT name, value FROM meta');
  return metaSchema.parse(Object.fromEntries(rows.map(({ name, value }) => [name, value])));
}

/** SQL that writes what has changed of it. */
export function metaSql(changed: Partial<Meta>): string {
  return Object.entries(changed)
    .map(([name, value]) => `UPDATE meta SET value = ${sqlText(String(value))} WHERE name = '${name}'`)
    .join('; ');
}

/** Reasons, links and ids of deliveries are nobody else's business: the engine's own files beside the state are for all to read. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

/** Takes back what a statement that failed has left of a transaction: of one that could not be committed there is nothing left. */
export async function rollBack(engine: Engine): Promise<void> {
  await engine.run('ROLLBACK').catch(() => {});
}

async function create(path: string, madeBy: string): Promise<Omit<OpenState, 'whyAnew'>> {
  const engine = await attach(path).catch((error) => {
    throw error instanceof TryAgainError ? error : cannotWrite(path, error);
  });
  const meta: Meta = {
    ...{ made_by: madeBy, next_row: 0, next_source: 0 },
    ...{ counted_to: 0, counted_as: '', counted_order: '[]', summed_up: '{}' },
  };
  await engine.run('BEGIN');
  await createTables(engine);
  for (const [name, value] of Object.entries(meta))
    await engine.run(`INSERT INTO meta VALUES ('${name}', ${sqlText(String(value))})`);
  await engine.run('COMMIT');
  await chmod(path, 0o600);
  return { engine, meta };
}

/**
 * Opens the state of a report, or makes an empty one where there is none, none that is whole, or one that was made otherwise.
 * @param madeBy stands for the program and all choices that what is counted depends on
 * @throws TryAgainError where another process has it open, CannotWriteError
 */
export async function openState(path: string, madeBy: string, rebuild: boolean): Promise<OpenState> {
  await makeFolder(dirname(path));
  if (rebuild || !(await exists(path))) {
    await removeState(path);
    return { ...(await create(path, madeBy)), whyAnew: null };
  }
  let whyAnew = 'it is damaged';
  let engine: Engine | undefined;
  try {
    engine = await attach(path);
    const meta = await readMeta(engine);
    if (meta.made_by === madeBy) return { engine, meta, whyAnew: null };
    whyAnew = 'it was made by another version or with other options';
  } catch (error) {
    if (error instanceof TryAgainError) throw error;
  }
  await engine?.close();
  await removeState(path);
  return { ...(await create(path, madeBy)), whyAnew };
}

/**
 * What stands for the program and the choices that a state was made by; null where there is none. The file is left as it is.
 * @throws TryAgainError where another process has it open, DamagedState
 */
export async function readMadeBy(path: string): Promise<string | null> {
  if (!(await exists(path))) return null;
  let engine: Engine | undefined;
  try {
    engine = await attach(path, 'READ_ONLY');
    return (await readMeta(engine)).made_by;
  } catch (error) {
    if (error instanceof TryAgainError) throw error;
    throw new DamagedState('the state is damaged', { cause: error });
  } finally {
    await engine?.close();
  }
}

/** What went wrong with a state, as damage where it is that. */
export function asDamage(error: unknown): unknown {
  return error instanceof DamagedState || isDamage(error)
    ? new DamagedState('the state is damaged', { cause: error })
    : error;
}
