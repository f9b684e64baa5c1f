import { evidence } from './finding.ts';
import type { Rule } from './rule.ts';

/** Messages were to be sent and none was: all of them met an error, or were excluded. */
export const nothingSent: Rule<'nothing-sent'> = {
  id: 'nothing-sent',
  find: ({ totals: { sent, errors, excluded } }) => {
    if (sent > 0 || errors + excluded === 0) return null;
    return evidence({
      level: 'critical',
      section: errors > 0 ? 'error-reasons' : 'excluded-reasons',
      count: errors,
      whole: errors + excluded,
    });
  },
};
