import { evidence } from './finding.ts';
import { limitsWith, pastLimit } from './limits.ts';
import type { Rule } from './rule.ts';

/** Fewer errors than this are chance. */
const fewest = 5;

/**
 * For every hundred messages sent more than five could not be sent, or more than twenty. Nobody has published a limit: an
 * error costs no reputation, but each is a person who did not get the message. A limit of the config holds at any volume.
 */
export const errorRate: Rule<'error-rate'> = {
  id: 'error-rate',
  find: ({ totals: { errors, sent }, rates }, { thresholds }) => {
    const value = rates.errors;
    if (value === null || (errors < fewest && thresholds.errors === undefined)) return null;
    const past = pastLimit(value, limitsWith({ warning: 0.05, critical: 0.2 }, thresholds.errors));
    if (past === null) return null;
    return evidence({ ...past, section: 'error-reasons', value, count: errors, whole: sent });
  },
};
