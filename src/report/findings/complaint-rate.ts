import { evidence } from './finding.ts';
import { limitsWith, pastLimit } from './limits.ts';
import type { Rule } from './rule.ts';

/** Fewer complaints than this, or of fewer messages, are chance. */
const fewest = { complaints: 3, delivered: 100 };

/**
 * More than 0.1 % of what was delivered was reported as spam, or more than 0.3 %: the limits of Gmail's and Yahoo's rules
 * for bulk senders (https://support.google.com/a/answer/81126, https://senders.yahooinc.com/best-practices/). Gmail tells
 * nobody of single complaints, so that a dump knows of fewer than there were. A limit of the config holds at any volume.
 */
export const complaintRate: Rule<'complaint-rate'> = {
  id: 'complaint-rate',
  find: ({ totals: { complaints, delivered }, rates }, { thresholds }) => {
    const value = rates.complaints;
    const isFew = complaints < fewest.complaints || delivered < fewest.delivered;
    if (value === null || (isFew && thresholds.complaints === undefined)) return null;
    const past = pastLimit(value, limitsWith({ warning: 0.001, critical: 0.003 }, thresholds.complaints));
    if (past === null) return null;
    return evidence({ ...past, section: 'email-summary', value, count: complaints, whole: delivered });
  },
};
