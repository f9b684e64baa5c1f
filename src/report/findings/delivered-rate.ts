import { evidence } from './finding.ts';
import type { Rule } from './rule.ts';

/** Less was delivered than the config asks for. Without such a limit bounces, errors and pending messages say it. */
export const deliveredRate: Rule<'delivered-rate'> = {
  id: 'delivered-rate',
  find: ({ totals: { delivered, sent }, rates }, { thresholds }) => {
    const [value, limit] = [rates.delivered, thresholds.delivered];
    if (value === null || limit === undefined || value >= limit) return null;
    return evidence({
      level: 'warning',
      section: 'sending-statistics',
      value,
      limit,
      count: delivered,
      whole: sent,
    });
  },
};
