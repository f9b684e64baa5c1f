import { evidence } from './finding.ts';
import { pastLimit } from './limits.ts';
import type { Rule } from './rule.ts';

/** Fewer blocks than this are chance. */
const fewest = 10;

/**
 * Messages were refused for the sender's reputation, for their content or by a policy: more than 0.5 % of what was sent,
 * or more than 5 %. Such refusals are aimed at the sender, and spread; nobody has published a limit. The subject is the
 * provider with the most of them, null where that is none that is known.
 */
export const blocked: Rule<'blocks'> = {
  id: 'blocks',
  find: ({ sections, totals }) => {
    const { rows } = sections.blocks;
    const byProvider = new Map<string | null, number>();
    for (const { provider, count } of rows) byProvider.set(provider, (byProvider.get(provider) ?? 0) + count);
    const count = rows.reduce((sum, row) => sum + row.count, 0);
    if (count < fewest || totals.sent === 0) return null;
    const value = count / totals.sent;
    const past = pastLimit(value, { warning: 0.005, critical: 0.05 });
    if (past === null) return null;
    const [most] = [...byProvider].sort(([, one], [, other]) => other - one);
    return evidence({
      ...past,
      section: 'blocks',
      subject: most?.[0] ?? null,
      value,
      count,
      whole: totals.sent,
    });
  },
};
