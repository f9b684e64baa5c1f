import { evidence } from './finding.ts';
import type { Rule } from './rule.ts';

/** Half of the opens, and fifty of them: where machines open most, an open rate says little of people. */
const least = { share: 0.5, opens: 50 };

/**
 * Most opens are made by machines: declared as such by the sender, or suspected (see the section machine-activity).
 * Apple's Mail Privacy Protection alone opens about half of what is sent to consumers.
 */
export const machineOpens: Rule<'machine-opens'> = {
  id: 'machine-opens',
  find: ({ sections, totals }) => {
    const known = sections['machine-activity'].rows.find(({ activity }) => activity === 'opens');
    const whole = known?.all ?? totals.opens + totals.machineOpens;
    const count = known === undefined ? totals.machineOpens : known.declared + known.suspected;
    if (whole < least.opens || count <= least.share * whole) return null;
    return evidence({
      level: 'notice',
      section: known === undefined ? 'email-summary' : 'machine-activity',
      value: count / whole,
      limit: least.share,
      count,
      whole,
    });
  },
};
