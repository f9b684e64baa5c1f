import { failingGroup } from './failing-group.ts';
import { providerFailing } from './provider-failing.ts';
import type { Rule } from './rule.ts';

/**
 * One domain refuses more than the others do, and no provider does: a company's own mail server, say. Judged as providers
 * are, by the section recipient-domains.
 */
export const domainFailing: Rule<'domain-failing'> = {
  id: 'domain-failing',
  find: (figures, settings) =>
    providerFailing.find(figures, settings) === null
      ? failingGroup(figures.sections['recipient-domains'].rows, ({ domain }) => domain, 'recipient-domains')
      : null,
};
