import { evidence } from './finding.ts';
import type { Rule } from './rule.ts';

/** Senders deliver events at least once; a few copies are how it is meant to be. */
const least = { share: 0.1, rows: 20 };

/**
 * A tenth of the delivery's rows or more are copies of others. They are not counted, but a dump exported twice, or hooks that
 * answer too late, make work. The limit is ours. Copies are found before a window is
 * looked at, so that they are set against the rows outside of it, too.
 */
export const duplicateRows: Rule<'duplicate-rows'> = {
  id: 'duplicate-rows',
  find: ({ audit: { counted, duplicates, test, outsideWindow, ignored } }) => {
    const whole = counted + duplicates + test + outsideWindow + ignored;
    if (duplicates < least.rows || duplicates < least.share * whole) return null;
    const value = duplicates / whole;
    return evidence({ level: 'notice', section: null, value, limit: least.share, count: duplicates, whole });
  },
};
