import { evidence } from './finding.ts';
import type { Rule } from './rule.ts';

/** Not all shards of the cluster answered: what they hold is missing in every figure. */
export const shardsMissing: Rule<'shards-missing'> = {
  id: 'shards-missing',
  find: ({ partial }) => {
    if (partial === undefined || partial.answered === partial.shards) return null;
    return evidence({ level: 'critical', section: null, count: partial.answered, whole: partial.shards });
  },
};
