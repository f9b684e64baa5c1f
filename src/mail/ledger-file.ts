import { randomUUID } from 'node:crypto';
import { access, link, mkdir, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { CannotWriteError, hasErrorCode, TryAgainError } from '../errors.ts';
import { cannotWrite } from '../files/write-file.ts';

/** A ledger's file, open. While it is, no other process can open it. */
export interface LedgerFile {
  readonly connection: DuckDBConnection;
  readonly close: () => void;
}

/** The ledgers that this process holds: the system locks a file against other processes only. */
const heldHere = new Set<string>();

class HeldHere extends Error {}

const isLocked = (error: unknown): boolean =>
  error instanceof HeldHere ||
  (error instanceof Error &&
    /Conflicting lock|Could not set lock|being used by another process/i.test(error.message));

type AccessMode = 'READ_WRITE' | 'READ_ONLY';

function openFile(path: string, access: AccessMode): Promise<DuckDBInstance> {
  return DuckDBInstance.create(path, {
    access_mode: access,
    threads: '1',
    memory_limit: '64MiB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
}

const firstPause = 50;
const longestPause = 1000;

/** Opens the file, if nobody holds it. */
async function openOnce(path: string, access: AccessMode, probe: string): Promise<LedgerFile> {
  const file = await realpath(path);
  if (heldHere.has(file)) throw new HeldHere();
  heldHere.add(file);
  let instance: DuckDBInstance | undefined;
  let connection: DuckDBConnection | undefined;
  const close = (): void => {
    connection?.closeSync();
    instance?.closeSync();
    heldHere.delete(file);
  };
  try {
    instance = await openFile(file, access);
    connection = await instance.connect();
    await connection.run(probe);
    return { connection, close };
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * Opens the file of a ledger once no other run holds it any more. `probe` is a query that fails where the file is no
 * ledger; `waiting` is told each time that the file is found held.
 * @throws TryAgainError where it is still held after `patience` milliseconds, CannotWriteError where it cannot be opened
 */
export async function openLedgerFile(
  path: string,
  access: AccessMode,
  probe: string,
  patience: number,
  waiting: () => void,
): Promise<LedgerFile> {
  // A clock that is set anew meanwhile makes the wait neither longer nor shorter.
  const until = performance.now() + patience;
  for (let pause = firstPause; ; pause = Math.min(longestPause, 2 * pause)) {
    try {
      return await openOnce(path, access, probe);
    } catch (error) {
      if (!isLocked(error))
        throw new CannotWriteError(
          `${path}: the ledger of mails cannot be opened`,
          'mend or move it away; without it nobody knows who was mailed what',
          error,
        );
      if (performance.now() >= until)
        throw new TryAgainError(
          `${path}: another run still holds the ledger of mails`,
          'try again when it has ended',
          error,
        );
      waiting();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/**
 * Makes an empty ledger beside its place and puts it there whole, unless somebody else has done so meanwhile. `probe` is
 * a query that it must answer.
 * @throws CannotWriteError
 */
export async function makeLedgerFile(path: string, definition: string, probe: string): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw cannotWrite(path, error);
  }
  try {
    await askDatabase(beside, 'READ_WRITE', definition);
    // It is the file alone that is put there; where a full disk did not take all of it, closing it did not say so.
    await rm(`${beside}.wal`, { force: true });
    await askDatabase(beside, 'READ_ONLY', probe);
    await link(beside, path);
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw cannotMake(path, error);
  } finally {
    for (const file of [beside, `${beside}.wal`]) await rm(file, { force: true });
  }
}

async function askDatabase(path: string, access: AccessMode, sql: string): Promise<void> {
  const instance = await openFile(path, access);
  try {
    const connection = await instance.connect();
    await connection.run(sql);
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

/** What kept a ledger from being made: the database says it in words of its own, without a code. */
function cannotMake(path: string, error: unknown): unknown {
  const known = cannotWrite(path, error);
  if (known !== error) return known;
  return new CannotWriteError(`${path}: the ledger of mails cannot be made`, 'choose another place', error);
}

/** Whether there is a file. Throws CannotWriteError where that cannot be told. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw cannotWrite(path, error);
  }
}
