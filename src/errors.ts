/** Exit statuses of the command, after sysexits.h. */
export const ExitStatus = {
  done: 0,
  usage: 64,
  badData: 65,
  noInput: 66,
  unavailable: 69,
  software: 70,
  cannotCreate: 73,
  tryAgain: 75,
} as const;

export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];

/**
 * An error that its reader can act on: one line that says what and where, and a hint that says what to do.
 * Thrown anywhere, caught once, in the CLI.
 */
export class CommandError extends Error {
  readonly exitStatus: ExitStatus;
  readonly hint: string | undefined;

  constructor(exitStatus: ExitStatus, message: string, hint?: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.exitStatus = exitStatus;
    this.hint = hint;
  }
}

/** An option or argument that cannot be used as given. */
export class UsageError extends CommandError {
  constructor(message: string, hint?: string) {
    super(ExitStatus.usage, message, hint);
  }
}

/** The input was read but is not what it should be. */
export class BadDataError extends CommandError {
  constructor(message: string, hint?: string, cause?: unknown) {
    super(ExitStatus.badData, message, hint, cause);
  }
}

/** An input that does not exist or cannot be opened. */
export class NoInputError extends CommandError {
  constructor(message: string, hint?: string, cause?: unknown) {
    super(ExitStatus.noInput, message, hint, cause);
  }
}

/** Something that the work needs is not there: a browser, say. */
export class UnavailableError extends CommandError {
  constructor(message: string, hint?: string, cause?: unknown) {
    super(ExitStatus.unavailable, message, hint, cause);
  }
}

/** A mail server that takes nothing from us: it refuses the password, the sender, or a secure connection. */
export class MailServerError extends UnavailableError {}

/** A file or folder that cannot be written. */
export class CannotWriteError extends CommandError {
  constructor(message: string, hint?: string, cause?: unknown) {
    super(ExitStatus.cannotCreate, message, hint, cause);
  }
}

/** A passing condition: memory or disk ran out, a file is locked. */
export class TryAgainError extends CommandError {
  constructor(message: string, hint?: string, cause?: unknown) {
    super(ExitStatus.tryAgain, message, hint, cause);
  }
}

/** What went wrong, without what an engine or a library says of it besides. */
export const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';

/** An error as the command ends with it: one that its reader can act on as it is, any other as a fault of ours. */
export function asCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  return new CommandError(
    ExitStatus.software,
    `a fault of ours: ${firstLine(error)}`,
    'please report it, with what --verbose says',
    error,
  );
}

/** An error in one line: what it says, and what to do. */
export function errorLine({ message, hint }: CommandError): string {
  return hint === undefined ? message : `${message} (${hint})`;
}

/** True for a file system error with one of these codes (`ENOENT`, `EACCES`, ...). */
export function hasErrorCode(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
