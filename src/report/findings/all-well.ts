import { fewestMessages } from './failing-group.ts';
import { evidence } from './finding.ts';
import { provisional } from './provisional.ts';
import type { Rule } from './rule.ts';

/** While more than this share has no outcome a delivery is under way. */
const underWay = 0.05;

/** It went well, where no rule found otherwise: 30 messages at least, nearly all of them with an outcome. */
export const allWell: Rule<'all-well'> = {
  id: 'all-well',
  find: (figures, settings) => {
    const { totals, rates } = figures;
    if (totals.sent < fewestMessages) return null;
    const isUnderWay =
      totals.pending > underWay * totals.sent && provisional.find(figures, settings) !== null;
    if (isUnderWay) return null;
    return evidence({
      level: 'good',
      section: 'email-summary',
      value: rates.delivered,
      count: totals.delivered,
      whole: totals.sent,
    });
  },
};
