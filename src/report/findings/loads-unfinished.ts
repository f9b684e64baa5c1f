import { evidence } from './finding.ts';
import type { Rule } from './rule.ts';

/** The loading of a dump into the cluster had not ended: what was still to come is missing in every figure. */
export const loadsUnfinished: Rule<'loads-unfinished'> = {
  id: 'loads-unfinished',
  find: ({ partial }) => {
    if (partial === undefined || partial.unfinishedLoads === 0) return null;
    return evidence({ level: 'critical', section: null, count: partial.unfinishedLoads });
  },
};
