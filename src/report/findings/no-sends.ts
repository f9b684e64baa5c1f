import { evidence } from './finding.ts';
import { nothingSent } from './nothing-sent.ts';
import type { Rule } from './rule.ts';

/** The window holds no send, a day long after the sending, say: there is nothing to judge. */
export const noSends: Rule<'no-sends'> = {
  id: 'no-sends',
  find: (figures, settings) =>
    figures.totals.sent > 0 || nothingSent.find(figures, settings) !== null
      ? null
      : evidence({ level: 'notice', section: 'email-performance' }),
};
