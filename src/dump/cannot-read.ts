import { hasErrorCode, NoInputError, TryAgainError } from '../errors.ts';

/** A failed read of a dump file in words; anything that is no file system error is passed on as it is. */
export function cannotRead(file: string, error: unknown): unknown {
  if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) {
    return new NoInputError(`${file}: no such file`, 'check the path', error);
  }
  if (hasErrorCode(error, 'EACCES', 'EPERM')) {
    return new NoInputError(`${file}: permission denied`, 'make the file readable', error);
  }
  if (hasErrorCode(error, 'EISDIR')) {
    return new NoInputError(
      `${file}: a folder, where a file was`,
      'name the folder, or the files in it',
      error,
    );
  }
  if (hasErrorCode(error, 'EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN')) {
    return new TryAgainError(
      `${file}: cannot be opened, too many files are open or memory is short`,
      'try again, with a higher limit of open files (ulimit -n)',
      error,
    );
  }
  // A disk or a network drive that fails, and files that are none, like some below /proc.
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    return new NoInputError(`${file}: cannot be read (${error.code})`, 'copy it to another disk', error);
  }
  return error;
}
