import { dominantReason } from './dominant-reason.ts';
import type { Rule } from './rule.ts';

/** Half of the bounces or more have one reason, and they are at least 1 % of what was sent: mending it mends most. */
export const dominantBounceReason: Rule<'dominant-bounce-reason'> = {
  id: 'dominant-bounce-reason',
  find: ({ sections, totals }) =>
    dominantReason(sections['bounce-reasons'].rows, totals.sent, 'bounce-reasons'),
};
