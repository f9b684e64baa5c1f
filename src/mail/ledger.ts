import { CannotWriteError } from '../errors.ts';
import { exists, type LedgerFile, makeLedgerFile, openLedgerFile } from './ledger-file.ts';
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
  /** Writes a state down; it is on the disk when it resolves. Throws CannotWriteError. */
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

/** Fails for a file that is some other database. */
const probe =
  'SELECT number, mail, state, kind, report, delivery, edition, recipient, figures FROM entries LIMIT 0';

const lastAccepted = `
  SELECT figures
  FROM entries
  WHERE kind = $kind AND report = $report AND delivery = $delivery AND recipient = $recipient AND state = 'accepted'
  ORDER BY number DESC
  LIMIT 1`;

/**
 * Opens the ledger, and makes it where there is none. While it is open no other process can open it.
 * @param patience how long to wait for another process to close it, in milliseconds
 * @param waiting is told each time that it is found held
 * @throws TryAgainError where the patience is over, CannotWriteError where it can be neither opened nor made
 */
export async function openLedger(path: string, patience: number, waiting: () => void): Promise<Ledger> {
  if (!(await exists(path))) await makeLedgerFile(path, definition);
  return ledgerOf(path, await openLedgerFile(path, 'READ_WRITE', probe, patience, waiting));
}

/** Opens the ledger to read it only; undefined where there is none. Throws as `openLedger` does. */
export async function readLedger(
  path: string,
  patience: number,
  waiting: () => void,
): Promise<Ledger | undefined> {
  if (!(await exists(path))) return undefined;
  return ledgerOf(path, await openLedgerFile(path, 'READ_ONLY', probe, patience, waiting));
}

function cannotNote(path: string, error: unknown): CannotWriteError {
  return new CannotWriteError(
    `${path}: the ledger of mails cannot be written`,
    'see that there is room on its disk; the mail that could not be noted is not tried any further',
    error,
  );
}

function parametersOf(mail: MailKey) {
  const { kind, report, delivery, edition } = mail;
  return { kind, report, delivery, edition, recipient: recipientId(mail.recipient), mail: mailId(mail) };
}

function ledgerOf(path: string, { connection, close }: LedgerFile): Ledger {
  let lastNote: Promise<void> = Promise.resolve();
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
    note: (mail, state) => {
      const values = { ...parametersOf(mail), state, figures: mail.figures };
      // Those that come at once are written in the order of their coming, which the database does not keep by itself.
      const note = lastNote.then(async () => {
        try {
          await connection.run(insertion, values);
        } catch (error) {
          throw cannotNote(path, error);
        }
      });
      lastNote = note.catch(() => undefined);
      return note;
    },
    close,
  };
}
