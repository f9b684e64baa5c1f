import { randomUUID } from 'node:crypto';
import { access, link, mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { CannotWriteError, hasErrorCode, TryAgainError } from '../errors.ts';
import { cannotWrite } from '../files/write-file.ts';
import { type MailKey, mailId, recipientId } from './mail-key.ts';

/**
 * How far a mail has come. `intended`: it is about to be tried. `dot`: its final dot is about to be written, from then on
 * the server may have it. `accepted` and `refused`: the server said so, for good. `deferred`: it certainly was not
 * accepted, and may be tried again.
 */
export const mailStates = ['intended', 'dot', 'accepted', 'refused', 'deferred'] as const;
export type MailState = (typeof mailStates)[number];

/** A mail as the ledger knows it: what it is and the figures that it shows. */
export interface LedgerMail extends MailKey {
  /** Tells whether two reports show the same figures; empty for a notice. */
  readonly figures: string;
}

/**
 * The memory of what was mailed: whatever happens to a run, the next one sees how far each mail had come. It is a DuckDB
 * file: a commit is on the disk when it returns, a torn one is undone when the file is opened, and the system locks the
 * file for one process and lets go of it when that process ends, however it ends. It holds no address.
 */
export interface Ledger {
  /** The last state of a mail; undefined where it was never tried. */
  readonly stateOf: (mail: MailKey) => Promise<MailState | undefined>;
  /** The figures that somebody was last mailed of a delivery by a report, in whatever edition. */
  readonly lastFigures: (mail: MailKey) => Promise<string | undefined>;
  /** Writes a state down; it is on the disk when it resolves. */
  readonly note: (mail: LedgerMail, state: MailState) => Promise<void>;
  readonly close: () => void;
}

const definition = `
  CREATE SEQUENCE entry_numbers;
  CREATE TABLE entries (
    number BIGINT NOT NULL DEFAULT nextval('entry_numbers'),
    noted TIMESTAMPTZ NOT NULL DEFAULT now(),
    mail VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    report VARCHAR NOT NULL,
    delivery VARCHAR NOT NULL,
    edition VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    figures VARCHAR NOT NULL
  )`;

const insertion = `
  INSERT INTO entries (mail, state, kind, report, delivery, edition, recipient, figures)
  VALUES ($mail, $state, $kind, $report, $delivery, $edition, $recipient, $figures)`;

const lastState = `
  SELECT state
  FROM entries
  WHERE mail = $mail
  ORDER BY number DESC
  LIMIT 1`;

const lastAccepted = `
  SELECT figures
  FROM entries
  WHERE kind = $kind AND report = $report AND delivery = $delivery AND recipient = $recipient AND state = 'accepted'
  ORDER BY number DESC
  LIMIT 1`;

const isLocked = (error: unknown): boolean =>
  error instanceof Error &&
  /Conflicting lock|Could not set lock|being used by another process/i.test(error.message);

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

/** Opens the file once no other process holds it any more. */
async function openUnlocked(
  path: string,
  access: AccessMode,
  patience: number,
  waiting: () => void,
): Promise<DuckDBInstance> {
  const until = Date.now() + patience;
  for (let pause = firstPause; ; pause = Math.min(longestPause, 2 * pause)) {
    try {
      return await openFile(path, access);
    } catch (error) {
      if (!isLocked(error))
        throw new CannotWriteError(
          `${path}: the ledger of mails cannot be opened`,
          'mend or move it away; without it nobody knows who was mailed what',
          error,
        );
      if (Date.now() >= until)
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

/** Makes an empty ledger beside its place and puts it there whole, unless somebody else has done so meanwhile. */
async function makeLedger(path: string): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  try {
    await mkdir(dirname(path), { recursive: true });
    const instance = await openFile(beside, 'READ_WRITE');
    const connection = await instance.connect();
    await connection.run(definition);
    connection.closeSync();
    instance.closeSync();
    await link(beside, path);
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw cannotWrite(path, error);
  } finally {
    await rm(beside, { force: true });
  }
}

/**
 * Opens the ledger, and makes it where there is none. While it is open no other process can open it.
 * @param patience how long to wait for another process to close it, in milliseconds
 * @param waiting is told each time that it is found held
 * @throws TryAgainError where the patience is over, CannotWriteError where it can be neither opened nor made
 */
export async function openLedger(path: string, patience: number, waiting: () => void): Promise<Ledger> {
  if (!(await exists(path))) await makeLedger(path);
  const instance = await openUnlocked(path, 'READ_WRITE', patience, waiting);
  return ledgerOf(instance, await instance.connect());
}

/** Opens the ledger to read it only; undefined where there is none. Throws as `openLedger` does. */
export async function readLedger(
  path: string,
  patience: number,
  waiting: () => void,
): Promise<Ledger | undefined> {
  if (!(await exists(path))) return undefined;
  const instance = await openUnlocked(path, 'READ_ONLY', patience, waiting);
  return ledgerOf(instance, await instance.connect());
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw cannotWrite(path, error);
  }
}

function parametersOf(mail: MailKey) {
  const { kind, report, delivery, edition } = mail;
  return { kind, report, delivery, edition, recipient: recipientId(mail.recipient), mail: mailId(mail) };
}

function ledgerOf(instance: DuckDBInstance, connection: DuckDBConnection): Ledger {
  const textOf = async (sql: string, values: Record<string, string>): Promise<string | undefined> => {
    const [row] = (await connection.runAndReadAll(sql, values)).getRows();
    return row === undefined ? undefined : String(row[0]);
  };
  return {
    stateOf: async (mail) => {
      const text = await textOf(lastState, { mail: mailId(mail) });
      return mailStates.find((state) => state === text);
    },
    lastFigures: async (key) => {
      const { kind, report, delivery, recipient } = parametersOf(key);
      return textOf(lastAccepted, { kind, report, delivery, recipient });
    },
    note: async (mail, state) => {
      await connection.run(insertion, { ...parametersOf(mail), state, figures: mail.figures });
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
