import { CannotWriteError } from '../errors.ts';
import { bootId } from './boot.ts';
import { type DotMarks, openDotMarks } from './dot-marks.ts';
import { exists, type LedgerFile, makeLedgerFile, openLedgerFile } from './ledger-file.ts';
import { type MailKey, mailId, recipientId } from './mail-key.ts';

/**
 * How far a mail has come. `intended`: it is about to be tried. `dot`: its final dot is about to be written. `accepted` and
 * `refused`: the server said so, for good. `deferred`: it certainly was not accepted, and may be tried again. `unknown`: its
 * dot was written, and whether the server has it nobody knows.
 */
export const mailStates = ['intended', 'dot', 'accepted', 'refused', 'deferred', 'unknown'] as const;
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
  /**
   * Marks that the dot which was noted last for a mail is being written, at once: should the run die now, the next one
   * knows that the mail may have been accepted; without the mark it knows that it was not. Throws CannotWriteError.
   */
  readonly markDot: (mail: MailKey) => void;
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
    figures VARCHAR NOT NULL,
    boot VARCHAR
  )`;

const insertion = `
  INSERT INTO entries (mail, state, kind, report, delivery, edition, recipient, figures, boot)
  VALUES ($mail, $state, $kind, $report, $delivery, $edition, $recipient, $figures, $boot)
  RETURNING number`;

/** Mails that a run left between their dot and the server's answer. */
const openDots = `
  SELECT number, boot
  FROM entries
  WHERE state = 'dot' AND number IN (SELECT max(number) FROM entries GROUP BY mail)`;

const settlement = `
  INSERT INTO entries (mail, state, kind, report, delivery, edition, recipient, figures)
  SELECT mail, $state, kind, report, delivery, edition, recipient, figures
  FROM entries
  WHERE number = $number`;

const lastState = `
  SELECT state
  FROM entries
  WHERE mail = $mail
  ORDER BY number DESC
  LIMIT 1`;

/** Fails for a file that is some other database. */
const probe =
  'SELECT number, mail, state, kind, report, delivery, edition, recipient, figures, boot FROM entries LIMIT 0';

const lastAccepted = `
  SELECT figures
  FROM entries
  WHERE kind = $kind AND report = $report AND delivery = $delivery AND recipient = $recipient AND state = 'accepted'
  ORDER BY number DESC
  LIMIT 1`;

/**
 * Opens the ledger, and makes it where there is none. While it is open no other process can open it. What a run that died
 * has left open is settled first.
 * @param patience how long to wait for another process to close it, in milliseconds
 * @param waiting is told each time that it is found held
 * @throws TryAgainError where the patience is over, CannotWriteError where it can be neither opened nor made
 */
export async function openLedger(path: string, patience: number, waiting: () => void): Promise<Ledger> {
  if (!(await exists(path))) await makeLedgerFile(path, definition, probe);
  const file = await openLedgerFile(path, 'READ_WRITE', probe, patience, waiting);
  try {
    const marks = openDotMarks(`${path}.dots`);
    const boot = await bootId();
    await settleDots(file.connection, marks, boot);
    return ledgerOf(path, file, { marks, boot });
  } catch (error) {
    file.close();
    throw cannotNote(path, error);
  }
}

/**
 * Settles the mails whose dot was due when a run died. One that is marked may have been accepted. One that is not was not
 * written, unless the machine went down since, and the mark with it.
 */
async function settleDots(
  connection: LedgerFile['connection'],
  marks: DotMarks,
  boot: string | null,
): Promise<void> {
  const rows = (await connection.runAndReadAll(openDots)).getRows();
  for (const [number, noted] of rows) {
    const isMarked = marks.has(Number(number)) || boot === null || noted !== boot;
    await connection.run(settlement, { number: number ?? null, state: isMarked ? 'unknown' : 'deferred' });
  }
  marks.clear();
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

/** What notes of dots need, where the ledger is open to be written. */
interface Dots {
  readonly marks: DotMarks;
  readonly boot: string | null;
}

function ledgerOf(path: string, { connection, close }: LedgerFile, dots?: Dots): Ledger {
  let lastNote: Promise<void> = Promise.resolve();
  /** The entries of dots that nothing was noted after. */
  const due = new Map<string, number>();
  const textOf = async (sql: string, values: Record<string, string | null>): Promise<string | undefined> => {
    const [row] = (await connection.runAndReadAll(sql, values)).getRows();
    return row === undefined ? undefined : String(row[0]);
  };
  const insert = async (mail: LedgerMail, state: MailState): Promise<void> => {
    const values = { ...parametersOf(mail), state, figures: mail.figures };
    const boot = state === 'dot' ? (dots?.boot ?? null) : null;
    try {
      const number = await textOf(insertion, { ...values, boot });
      if (state === 'dot') due.set(values.mail, Number(number));
      else due.delete(values.mail);
    } catch (error) {
      throw cannotNote(path, error);
    }
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
      // Those that come at once are written in the order of their coming, which the database does not keep by itself.
      const note = lastNote.then(() => insert(mail, state));
      lastNote = note.catch(() => undefined);
      return note;
    },
    markDot: (mail) => {
      const entry = due.get(mailId(mail));
      if (entry === undefined) throw new Error('a dot is marked that was not noted');
      try {
        dots?.marks.add(entry);
      } catch (error) {
        throw cannotNote(path, error);
      }
    },
    close: () => {
      if (due.size === 0) dots?.marks.remove();
      else dots?.marks.close();
      close();
    },
  };
}
