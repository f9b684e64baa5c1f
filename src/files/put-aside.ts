import { type Dirent, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hasErrorCode } from '../errors.ts';
import { asFarAsAllowed, isAbandoned } from './abandoned.ts';
import { beside, parseBeside } from './beside.ts';
import { innerFolders, isOurs } from './delivery-names.ts';

/** What is in a folder; nothing where there is none. */
export function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return [];
    throw error;
  }
}

/** Renames; false where there is nothing to be renamed. */
export function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Moves what is somebody else's from a folder that was put aside into the one in its place; true where nothing of it is left. */
function moveOthers(old: string, place: string, ours: (name: string) => boolean): boolean {
  let moved = true;
  for (const entry of entriesOf(old)) {
    const [from, to] = [join(old, entry.name), join(place, entry.name)];
    const inner = innerFolders.get(entry.name);
    if (parseBeside(entry.name) !== undefined) continue;
    if (!ours(entry.name)) {
      // What somebody has put there meanwhile is theirs as well.
      if (existsSync(to)) moved = false;
      else renamed(from, to);
    } else if (inner !== undefined && entry.isDirectory() && existsSync(to)) {
      moved = moveOthers(from, to, (name) => inner.test(name)) && moved;
    }
  }
  return moved;
}

/** Removes a file or folder beside its place. It gets another name first: whoever still uses it has the whole of it, or nothing. */
function discard(path: string, place: string): void {
  const mine = beside(place, 'part');
  if (renamed(path, mine)) rmSync(mine, { recursive: true, force: true });
}

/** Removes a folder that was put aside and has a successor in its place, which gets from it what is not ours. */
export function putAway(old: string, place: string): void {
  asFarAsAllowed(() => {
    if (moveOthers(old, place, isOurs)) discard(old, place);
  });
}

const age = (old: string): number =>
  statSync(join(old, 'report.json'), { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * Puts a folder right that killed runs have left: a delivery's report that was put aside comes back where nothing has come into its
 * place, and what nobody needs any more is removed. What a run that goes on has there is let be.
 */
export function tidyFolder(folder: string): void {
  const left = entriesOf(folder).flatMap(({ name }) => {
    const parsed = parseBeside(name);
    return parsed === undefined
      ? []
      : [{ ...parsed, path: join(folder, name), place: join(folder, parsed.place) }];
  });
  const old = left.filter(({ isOld }) => isOld).map((one) => ({ ...one, age: age(one.path) }));
  // The newest first: it is the one that was in the place.
  for (const { path, place } of old.sort((one, other) => other.age - one.age)) {
    asFarAsAllowed(() => {
      if (existsSync(place)) putAway(path, place);
      else renamed(path, place);
    });
  }
  for (const { path, place, mark, isOld } of left) {
    if (isOld) continue;
    asFarAsAllowed(() => {
      if (isAbandoned(path, mark)) discard(path, place);
    });
  }
}

/** Puts all folders right that are in a folder. */
export function tidyFoldersIn(folder: string): void {
  for (const entry of entriesOf(folder)) if (entry.isDirectory()) tidyFolder(join(folder, entry.name));
}
