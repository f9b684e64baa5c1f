import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { hasErrorCode, NoInputError, UsageError } from '../errors.ts';
import { cannotWrite } from '../files/write-file.ts';
import { cannotRead } from './cannot-read.ts';
import { standardInput } from './standard-input.ts';

/** A file of a dump. */
export interface DumpFile {
  /** As the user named it: for messages and rejects. */
  readonly file: string;
  /** What is opened: the file itself, or a copy of what can be read only once. */
  readonly path: string;
}

/** What was rotated away is called by a number or a date: events.log.1, events.log-20261126.gz. */
const rotated = ['', '.+([0-9])', '-+([0-9-])'];

const dumpNames = ['ndjson', 'jsonl', 'json', 'csv', 'log', 'txt', 'parquet'].flatMap((extension) =>
  rotated.flatMap((rotation) => [
    `**/*.${extension}${rotation}`,
    `**/*.${extension}${rotation}.gz`,
    `**/*.${extension}${rotation}.zst`,
  ]),
);

/** Firehose and KumoMTA give the files they write no extension, or only that of their packing. */
const nameless = ['**/!(*.*)', '**/!(*.*).gz', '**/!(*.*).zst'];

const noDumps = ['**/_*', '**/{README,LICENSE,CHANGELOG,MANIFEST,Makefile}*'];

/** Most dumps are a file that is named: what looks for files is loaded where it is needed. */
const patterns = () => import('tinyglobby');

const byName = (left: string, right: string): number => (left < right ? -1 : 1);

/** What stands at a path; undefined where there is nothing. */
async function kindOf(path: string): Promise<'file' | 'folder' | 'pipe' | undefined> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    if (found.isFile()) return 'file';
    if (found.isFIFO() || found.isCharacterDevice()) return 'pipe';
    throw new NoInputError(`${path}: not a regular file`, 'write the dump into a file');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    if (hasErrorCode(error, 'EACCES', 'EPERM')) {
      throw new NoInputError(`${path}: permission denied`, 'make it readable', error);
    }
    throw cannotRead(path, error);
  }
}

/** The dump files in a folder and all below; none where there are none. */
async function dumpsIn(folder: string): Promise<readonly string[]> {
  const { glob } = await patterns();
  const found = await glob([...dumpNames, ...nameless], {
    cwd: folder,
    ignore: noDumps,
    absolute: true,
    caseSensitiveMatch: false,
  });
  return found.map((file) => (folder.startsWith('/') ? file : relative('', file)));
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const found = await dumpsIn(folder);
  if (found.length === 0) {
    throw new NoInputError(
      `${folder}: no dump in this folder`,
      'a dump ends in .ndjson, .jsonl, .json, .csv, .log, .txt or .parquet, or in nothing; plain or with .gz or .zst',
    );
  }
  return found;
}

/** What can be read only once is copied, since a dump is read more than once. */
async function copied(input: Readable, file: string, temporaryFolder: string): Promise<DumpFile> {
  const path = join(await mkdtemp(join(temporaryFolder, 'input-')), 'dump');
  try {
    await pipeline(input, createWriteStream(path));
  } catch (error) {
    throw cannotWrite(path, error);
  }
  return { file, path };
}

const asTheyAre = (files: readonly string[]): DumpFile[] =>
  [...files].sort(byName).map((file) => ({ file, path: file }));

async function filesFor(argument: string, temporaryFolder: string): Promise<readonly DumpFile[]> {
  if (argument === standardInput) return [await copied(process.stdin, 'stdin', temporaryFolder)];
  const kind = await kindOf(argument);
  if (kind === 'pipe') return [await copied(createReadStream(argument), argument, temporaryFolder)];
  const found = await matching(argument, kind);
  if (found.length === 0) {
    throw new NoInputError(`${argument}: no such file, folder or pattern`, 'check the path');
  }
  return asTheyAre(found);
}

type Kind = Awaited<ReturnType<typeof kindOf>>;

/** The files that a file, folder or pattern stands for; none where it stands for nothing. */
async function matching(argument: string, kind: Kind): Promise<readonly string[]> {
  if (kind === 'file') return [argument];
  if (kind === 'folder') return filesIn(argument);
  const { glob, isDynamicPattern } = await patterns();
  return isDynamicPattern(argument) ? glob(argument, { onlyFiles: true }) : [];
}

/**
 * The dump files that the arguments of the command stand for: files, folders (searched through), glob patterns, pipes,
 * and the standard input, which is copied to the temporary folder first.
 * Each file once, in the order of the arguments and by name within one of them.
 * @throws NoInputError where an argument stands for nothing.
 */
export async function findDumpFiles(
  dumps: readonly string[],
  temporaryFolder: string,
): Promise<readonly DumpFile[]> {
  const files: DumpFile[] = [];
  for (const argument of new Set(dumps)) files.push(...(await filesFor(argument, temporaryFolder)));
  return eachOnce(files);
}

/** A file that comes more than once stands where it came first. */
function eachOnce(files: readonly DumpFile[]): readonly DumpFile[] {
  const paths = new Set<string>();
  return files.filter(({ path }) => {
    const whole = resolve(path);
    const isNew = !paths.has(whole);
    paths.add(whole);
    return isNew;
  });
}

/**
 * The same files, where all of them can be read as often as one likes; null where one cannot, or an argument stands for
 * nothing.
 */
export async function lastingFiles(dumps: readonly string[]): Promise<readonly DumpFile[] | null> {
  const files: DumpFile[] = [];
  for (const argument of new Set(dumps)) {
    const kind = argument === standardInput ? 'pipe' : await kindOf(argument);
    if (kind === 'pipe') return null;
    const found = await matching(argument, kind);
    if (found.length === 0) return null;
    files.push(...asTheyAre(found));
  }
  return eachOnce(files);
}

/**
 * The dump files that the arguments stand for just now, in the order of `findDumpFiles`: none where there is nothing yet.
 * @throws UsageError for what comes through a pipe, and is not there to be looked at again
 */
export async function filesThere(dumps: readonly string[]): Promise<readonly DumpFile[]> {
  const files: DumpFile[] = [];
  for (const argument of new Set(dumps)) {
    const kind = argument === standardInput ? 'pipe' : await kindOf(argument);
    if (kind === 'pipe')
      throw new UsageError(
        `${argument === standardInput ? 'the standard input' : argument}: what comes through a pipe cannot be followed`,
        'write it into a file, and follow that',
      );
    const found = kind === 'folder' ? await dumpsIn(argument) : await matching(argument, kind);
    files.push(...asTheyAre(found));
  }
  return eachOnce(files);
}

/** The absolute paths that a file, folder or pattern stands for; none where it stands for nothing. */
export async function pathsMatching(argument: string): Promise<ReadonlySet<string>> {
  const found = await matching(argument, await kindOf(argument));
  return new Set(found.map((file) => resolve(file)));
}
