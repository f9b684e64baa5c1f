import { isOneOf } from '../known-agents.ts';
import { lessThan, type MachineRule } from '../rule.ts';

/**
 * An open by the image proxy of Gmail, Yahoo or Seznam right after delivery. They fetch a picture when somebody opens the message
 * (https://knowledge.validity.com/hc/en-us/articles/4406957796251), so that calling all of theirs machines would be wrong;
 * but nobody reads within ten seconds of the receiving server's word, before the message is even announced.
 */
export const imageProxy: MachineRule<'image-proxy'> = {
  id: 'image-proxy',
  summary: 'Opens by the image proxies of Gmail, Yahoo and Seznam sooner than this after delivery, or always',
  looksAt: ['open'],
  limits: { seconds: 10, links: null },
  mayBeUnlimited: true,
  catches: ({ seconds }, context) => {
    const byProxy = isOneOf(['image-proxy'], context);
    return seconds === null ? byProxy : `${byProxy} AND ${lessThan(seconds, 'delivered_time', 'time')}`;
  },
};
