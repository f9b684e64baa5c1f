import { fewestMessages } from './failing-group.ts';
import { evidence } from './finding.ts';
import type { Rule } from './rule.ts';

/** Fewer than 30 messages were sent: too few to judge by rates. */
export const fewMessages: Rule<'few-messages'> = {
  id: 'few-messages',
  find: ({ totals: { sent, delivered } }) => {
    if (sent === 0 || sent >= fewestMessages) return null;
    return evidence({ level: 'notice', section: 'email-summary', count: delivered, whole: sent });
  },
};
