import { evidence } from './finding.ts';
import { limitsWith, pastLimit } from './limits.ts';
import type { Rule } from './rule.ts';

/** Fewer bounces than this, or of fewer messages, are chance. */
const fewest = { bounces: 3, sent: 30 };

/**
 * More than 2 % bounced, what senders take for usual at most, or more than 5 %, where Amazon SES puts an account under
 * review (https://docs.aws.amazon.com/ses/latest/dg/faqs-enforcement.html). A limit of the config holds at any volume.
 */
export const bounceRate: Rule<'bounce-rate'> = {
  id: 'bounce-rate',
  find: ({ totals: { bounces, sent }, rates }, { thresholds }) => {
    const value = rates.bounces;
    const isFew = bounces < fewest.bounces || sent < fewest.sent;
    if (value === null || (isFew && thresholds.bounces === undefined)) return null;
    const past = pastLimit(value, limitsWith({ warning: 0.02, critical: 0.05 }, thresholds.bounces));
    if (past === null) return null;
    return evidence({ ...past, section: 'bounce-categories', value, count: bounces, whole: sent });
  },
};
