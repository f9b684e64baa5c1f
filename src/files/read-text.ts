import { readFile } from 'node:fs/promises';
import { hasErrorCode, NoInputError } from '../errors.ts';

/**
 * The text of a file that an option names.
 * @param hints what to do where there is no such file, and where there is one that cannot be read.
 * @throws NoInputError
 */
export async function readText(
  path: string,
  hints: { readonly missing: string; readonly unreadable: string },
): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) {
      throw new NoInputError(`${path}: no such file`, hints.missing, error);
    }
    throw new NoInputError(`${path}: cannot be read`, hints.unreadable, error);
  }
}
