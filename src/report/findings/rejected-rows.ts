import { evidence } from './finding.ts';
import { pastLimit } from './limits.ts';
import type { Rule } from './rule.ts';

/** Fewer rows than this are slips. */
const fewest = 5;

/**
 * More than 1 % of the rows of the dump could not be used, or more than 10 %: what they tell of is missing in every
 * figure. The limits are ours.
 */
export const rejectedRows: Rule<'rejected-rows'> = {
  id: 'rejected-rows',
  find: ({ audit: { read, rejected } }) => {
    if (rejected < fewest || read === 0) return null;
    const value = rejected / read;
    const past = pastLimit(value, { warning: 0.01, critical: 0.1 });
    return past === null ? null : evidence({ ...past, section: null, value, count: rejected, whole: read });
  },
};
