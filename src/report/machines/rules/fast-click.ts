import { lessThan, type MachineRule } from '../rule.ts';

/**
 * A click right after the receiving server took the message in, or before: gateways follow links while they decide whether to.
 * Ten seconds are twice what is usually taken for a person's least (five:
 * https://check.live-direct-marketing.online/blog/bot-clicks-security-scanners-detect), since dumps often have whole seconds
 * and two clocks.
 */
export const fastClick: MachineRule<'fast-click'> = {
  id: 'fast-click',
  summary: 'Clicks sooner than this after delivery, or before it',
  looksAt: ['click'],
  limits: { seconds: 10, links: null },
  catches: ({ seconds }) => lessThan(seconds, 'delivered_time', 'time'),
};
