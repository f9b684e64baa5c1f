import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isName } from './requested-file.ts';

/** The folder of the only report below an output; undefined where there are several, or none. */
export async function onlyReport(output: string): Promise<string | undefined> {
  const found: string[] = [];
  for (const { name } of await readdir(output, { withFileTypes: true })) {
    if (!isName(name)) continue;
    const isReport = await stat(join(output, name, 'report.html')).then(
      (entry) => entry.isFile(),
      () => false,
    );
    if (isReport) found.push(name);
    if (found.length > 1) return undefined;
  }
  return found[0];
}
