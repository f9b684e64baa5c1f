import { courseOf, intervalOf, whileSending } from './course.ts';
import { evidence } from './finding.ts';
import { lastSend } from './last-send.ts';
import type { Rule } from './rule.ts';

/** A tenth of all sends, and a hundred of them at least, in a quarter of an hour at least. */
const least = { share: 0.1, sent: 100, time: 15 * 60_000 };

/**
 * Sending goes on and nothing arrives any more: from some moment on up to the last send the dump has no delivery and no bounce of
 * anything. The limits are ours: a server that accepts mail does so within minutes.
 */
export const deliveryStalled: Rule<'delivery-stalled'> = {
  id: 'delivery-stalled',
  find: (figures) => {
    const { sections, totals } = figures;
    const sending = whileSending(courseOf(sections['email-performance']).steps);
    const answered = sending.findLastIndex(({ delivered, bounces }) => delivered + bounces > 0);
    const silent = sending.slice(answered + 1);
    const [first] = silent;
    // The last step may reach beyond the data: what is silent there has not happened yet.
    const end = lastSend(figures)?.sent;
    if (first === undefined || end === undefined || end - first.from < least.time) return null;
    const count = silent.reduce((sum, { sent }) => sum + sent, 0);
    // What arrived later, when nothing was sent any more, was slow and has not stalled.
    if (count < least.sent || count < least.share * totals.sent || totals.pending < count / 2) return null;
    return evidence({
      level: 'critical',
      section: 'email-performance',
      subject: intervalOf(first.from, end),
      count,
      whole: totals.sent,
    });
  },
};
