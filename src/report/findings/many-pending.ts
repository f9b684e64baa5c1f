import { fewestMessages } from './failing-group.ts';
import { evidence } from './finding.ts';
import { lastSend } from './last-send.ts';
import type { Rule } from './rule.ts';

/** Most messages have their outcome within minutes: an hour after the last send a fifth of them should not be open. */
const limit = { share: 0.2, wait: 3_600_000 };

/**
 * More than a fifth of at least thirty messages has neither been delivered nor bounced, an hour after the last send: servers put
 * them off, or the dump was exported without its outcomes. The limit is ours.
 */
export const manyPending: Rule<'many-pending'> = {
  id: 'many-pending',
  find: (figures) => {
    const { pending, sent } = figures.totals;
    const moment = lastSend(figures);
    if (moment === null || moment.end - moment.sent < limit.wait || sent < fewestMessages) return null;
    const value = pending / sent;
    if (value <= limit.share) return null;
    return evidence({
      level: 'warning',
      section: 'email-summary',
      value,
      limit: limit.share,
      count: pending,
      whole: sent,
    });
  },
};
