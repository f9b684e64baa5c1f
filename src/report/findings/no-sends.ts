import { evidence } from './finding.ts';
import type { Rule } from './rule.ts';

/** The window holds no send, a day long after the sending, say: there is nothing to judge. */
export const noSends: Rule<'no-sends'> = {
  id: 'no-sends',
  find: ({ totals: { sent, errors, excluded } }) =>
    sent + errors + excluded > 0 ? null : evidence({ level: 'notice', section: 'email-performance' }),
};
