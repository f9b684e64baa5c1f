import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { hasErrorCode, NoInputError } from '../errors.ts';

const dumpNames = ['ndjson', 'jsonl', 'json', 'csv', 'parquet'].flatMap((extension) => [
  `**/*.${extension}`,
  `**/*.${extension}.gz`,
  `**/*.${extension}.zst`,
]);

const byName = (left: string, right: string): number => (left < right ? -1 : 1);

/** What stands at a path; undefined where there is nothing. */
async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    if (found.isFile()) return 'file';
    throw new NoInputError(
      `${path}: not a regular file`,
      'write the dump into a file: it is read more than once',
    );
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    if (hasErrorCode(error, 'EACCES', 'EPERM')) {
      throw new NoInputError(`${path}: permission denied`, 'make it readable', error);
    }
    throw error;
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const found = await glob(dumpNames, {
    cwd: folder,
    ignore: ['**/_*'],
    absolute: true,
    caseSensitiveMatch: false,
  });
  if (found.length === 0) {
    throw new NoInputError(
      `${folder}: no dump in this folder`,
      'a dump ends in .ndjson, .jsonl, .json, .csv or .parquet, plain or with .gz or .zst',
    );
  }
  return found.map((file) => (folder.startsWith('/') ? file : relative('', file)));
}

async function filesFor(argument: string): Promise<string[]> {
  const kind = await kindOf(argument);
  if (kind === 'file') return [argument];
  if (kind === 'folder') return filesIn(argument);
  const found = isDynamicPattern(argument) ? await glob(argument, { onlyFiles: true }) : [];
  if (found.length === 0) {
    throw new NoInputError(`${argument}: no such file, folder or pattern`, 'check the path');
  }
  return found;
}

/**
 * The dump files that the arguments of the command stand for: files, folders (searched through) and glob patterns.
 * Each file once, in the order of the arguments and by name within one of them.
 * @throws NoInputError where an argument stands for nothing.
 */
export async function findDumpFiles(dumps: readonly string[]): Promise<readonly string[]> {
  const files = new Map<string, string>();
  for (const argument of dumps) {
    for (const file of (await filesFor(argument)).sort(byName)) {
      if (!files.has(resolve(file))) files.set(resolve(file), file);
    }
  }
  return [...files.values()];
}
