import * as z from 'zod';
import { providerNameOf } from '../providers/provider-of.ts';
import { byDomain, type Results, resultsOf, resultsQuery } from './results-query.ts';
import { resultsRows, resultsShape } from './results-rows.ts';
import { sumOf } from './results-sum.ts';
import type { EngagementSection } from './section.ts';

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({
      provider: z.string().nullable(),
      ...resultsShape,
    }),
  ),
});

/** The domains of each provider; those of nobody that is known, and messages to no known domain, are null's. */
function byProvider(results: readonly Results[]): ReadonlyMap<string | null, readonly Results[]> {
  const groups = new Map<string | null, Results[]>();
  for (const result of results) {
    const provider = providerNameOf(result.name);
    const group = groups.get(provider);
    if (group === undefined) groups.set(provider, [result]);
    else group.push(result);
  }
  return groups;
}

/** What came of the messages by who has the recipients' mailboxes, the one with the most first. */
export const mailboxProviders: EngagementSection<'mailbox-providers', typeof schema> = {
  id: 'mailbox-providers',
  countsEngagement: true,
  schema,
  absent: { rows: [] },
  query: (context) => resultsQuery(context, byDomain),
  shape: (rows, { machines }) => ({
    rows: resultsRows(
      [...byProvider(resultsOf(rows, machines))].map(([provider, domains]) => ({
        provider,
        domains: domains.reduce((sum, { names }) => sum + names, 0),
        ...sumOf(domains),
      })),
      ({ provider }) => provider,
    ),
  }),
};
