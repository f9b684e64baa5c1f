import { courseOf, intervalOf } from './course.ts';
import { evidence } from './finding.ts';
import type { Rule } from './rule.ts';

/** Of at least twenty errors half or more fall into one step of six or more, in which less than half was sent. */
const least = { errors: 20, share: 0.5, steps: 6, sends: 0.5 };

/**
 * Errors came in a burst: something was out of order for a time, rather than single messages. A step is a bucket of
 * email-performance. Errors that go along with the sending are no burst.
 */
export const errorBurst: Rule<'error-burst'> = {
  id: 'error-burst',
  find: ({ sections, totals }) => {
    const { steps } = courseOf(sections['email-performance']);
    const errors = steps.reduce((sum, step) => sum + step.errors, 0);
    const sends = steps.reduce((sum, step) => sum + step.sent, 0);
    if (errors < least.errors || steps.filter(({ sent, errors }) => sent + errors > 0).length < least.steps)
      return null;
    const worst = steps.reduce((most, step) => (step.errors > most.errors ? step : most));
    const value = worst.errors / errors;
    if (value < least.share || worst.sent > least.sends * sends) return null;
    return evidence({
      level: 'warning',
      section: 'email-performance',
      subject: intervalOf(worst.from, worst.to),
      value,
      limit: least.share,
      count: worst.errors,
      whole: totals.errors,
    });
  },
};
