import { dominantReason } from './dominant-reason.ts';
import type { Rule } from './rule.ts';

/** Half of the errors or more have one reason, and they are at least 1 % of what was to be sent. */
export const dominantErrorReason: Rule<'dominant-error-reason'> = {
  id: 'dominant-error-reason',
  find: ({ sections, totals }) =>
    dominantReason(sections['error-reasons'].rows, totals.sent + totals.errors, 'error-reasons'),
};
