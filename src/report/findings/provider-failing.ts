import { failingGroup } from './failing-group.ts';
import type { Rule } from './rule.ts';

/**
 * One mailbox provider refuses more than the others do: its bounce rate stands out (see the section mailbox-providers:
 * two proportions at 95 %, at least 30 messages) or is over half. `limit` is the bounce rate of all others.
 */
export const providerFailing: Rule<'provider-failing'> = {
  id: 'provider-failing',
  find: ({ sections }) =>
    failingGroup(sections['mailbox-providers'].rows, ({ provider }) => provider, 'mailbox-providers'),
};
