import { isOneOf } from '../known-agents.ts';
import type { MachineRule } from '../rule.ts';

/** An open or click by a privacy proxy or a scanner that is known by its user agent. */
export const knownAgent: MachineRule<'known-agent'> = {
  id: 'known-agent',
  summary: 'Opens and clicks by privacy proxies and scanners that are known by their user agent',
  looksAt: ['open', 'click'],
  limits: { seconds: null, links: null },
  catches: (_limits, context) => isOneOf(['privacy-proxy', 'scanner'], context),
};
