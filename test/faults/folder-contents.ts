import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const filesIn = (folder: string): readonly Dirent[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());

/** All files in a folder and the folders in it: what is in each, by its path. */
export function contentsOf(folder: string): Readonly<Record<string, string>> {
  const paths = filesIn(folder).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    paths.sort().map((path) => [relative(folder, path), readFileSync(path, 'latin1')]),
  );
}
