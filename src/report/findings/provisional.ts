import { evidence } from './finding.ts';
import { lastSend } from './last-send.ts';
import type { Rule } from './rule.ts';

/**
 * Messages are still without an outcome and may be tried again: the data ends before the retry window of the last send
 * does. Its length is an option; Adobe Journey Optimizer tries for 84 hours. `value` is the hours that are left of it.
 */
export const provisional: Rule<'provisional'> = {
  id: 'provisional',
  find: (figures, { retryWindow }) => {
    const { pending, sent } = figures.totals;
    const moment = lastSend(figures);
    if (pending === 0 || moment === null) return null;
    const left = moment.sent + retryWindow - moment.end;
    if (left <= 0) return null;
    return evidence({
      level: 'notice',
      section: 'email-summary',
      value: left / 3_600_000,
      count: pending,
      whole: sent,
    });
  },
};
