import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from './content-hash.ts';

/** What the build compiled ahead says nothing that its source does not. */
const compiled = '.cache';

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(compiled))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * Stands for the program that makes the files: what the build made, templates, styles and fonts, and, with its versions of
 * what it is built on, package.json.
 * @param root the package's own folder
 */
export function programHash(root: string): string {
  const files = [
    join(root, 'package.json'),
    ...['dist', 'templates'].flatMap((name) => filesBelow(join(root, name))),
  ];
  return contentHash(...files.flatMap((file) => [file.slice(root.length), readFileSync(file)]));
}
