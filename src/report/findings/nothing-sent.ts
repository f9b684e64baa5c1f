import { evidence } from './finding.ts';
import type { Rule } from './rule.ts';

/** What only a message can have that was sent; in a window that was cut, before it. */
const ofSent = ['sent', 'delivered', 'bounces', 'opens', 'clicks', 'machineOpens', 'machineClicks'] as const;

/** Messages were to be sent and none was: all of them met an error, or were excluded, and nothing tells of earlier ones. */
export const nothingSent: Rule<'nothing-sent'> = {
  id: 'nothing-sent',
  find: ({ totals }) => {
    const { errors, excluded } = totals;
    if (ofSent.some((metric) => totals[metric] > 0) || errors + excluded === 0) return null;
    return evidence({
      level: 'critical',
      section: errors > 0 ? 'error-reasons' : 'excluded-reasons',
      count: errors,
      whole: errors + excluded,
    });
  },
};
