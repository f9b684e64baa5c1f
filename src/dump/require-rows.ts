import { BadDataError } from '../errors.ts';
import type { LoadedDump } from './load.ts';
import type { Reject } from './rejects.ts';

const shownCauses = 3;

/**
 * Throws BadDataError where a dump has no row that can be used: it names the first causes.
 */
export function requireUsableRows(
  dump: Pick<LoadedDump, 'read' | 'sources'>,
  rejects: readonly Reject[],
): void {
  if (dump.read === 0) {
    const file = dump.sources[0]?.file ?? 'the dump';
    throw new BadDataError(`${file}: the dump has no rows`, 'export it again');
  }
  if (rejects.length < dump.read) return;
  const causes = rejects.slice(0, shownCauses).map(({ file, line, cause }) => `${file}:${line} ${cause}`);
  const more = rejects.length > shownCauses ? '; ...' : '';
  throw new BadDataError(
    `every one of the dump's ${dump.read} rows was rejected: ${causes.join('; ')}${more}`,
    'see all of them with: email-live-report inspect <dump>',
  );
}
