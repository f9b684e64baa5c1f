import { resolve } from 'node:path';
import { BadDataError } from '../errors.ts';
import type { Document } from '../files/document.ts';

const hint = 'mend it, and check that it runs';

/** What a module threw, in one line; a syntax error of jiti's says where it is in a line of its own. */
function faultIn(path: string, error: unknown): BadDataError {
  const message = error instanceof Error ? error.message : String(error);
  const [first = '', ...others] = message.split('\n');
  const [, file = '', line] = /^\s*(\S.*):(\d+):\d+$/.exec(others[0] ?? '') ?? [];
  const where = line === undefined ? path : `${file === resolve(path) ? path : file}:${line}`;
  return new BadDataError(`${where}: ${first.replace(/^ParseError: /, '').trim()}`, hint, error);
}

/**
 * Runs a config written in TypeScript. Where things stand in it is not known from its value.
 * @throws BadDataError where it does not run, or has no default export.
 */
export async function readConfigModule(path: string): Promise<Document> {
  const { createJiti } = await import('jiti');
  // Nothing of a config is left in a cache that others may read, and a changed one is read again.
  const jiti = createJiti(resolve(path), { fsCache: false, moduleCache: false, interopDefault: false });
  const module = await jiti.import<{ readonly default?: unknown }>(resolve(path)).catch((error: unknown) => {
    throw faultIn(path, error);
  });
  if (module.default === undefined) {
    throw new BadDataError(`${path}: has no default export`, 'write export default { ... }');
  }
  return { path, value: module.default, lineOf: () => null };
}
