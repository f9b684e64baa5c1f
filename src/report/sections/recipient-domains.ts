import * as z from 'zod';
import { byDomain, resultsOf, resultsQuery } from './results-query.ts';
import { resultsRows, resultsShape } from './results-rows.ts';
import type { EngagementSection } from './section.ts';

const schema = z.strictObject({
  rows: z.array(z.strictObject({ domain: z.string().nullable(), ...resultsShape })),
});

/**
 * What came of the messages to each domain, the one with the most first. Null is for messages whose rows name none, and for the
 * `domains` with the fewest messages where there are thousands of them.
 */
export const recipientDomains: EngagementSection<'recipient-domains', typeof schema> = {
  id: 'recipient-domains',
  countsEngagement: true,
  schema,
  absent: { rows: [] },
  query: (context) => resultsQuery(context, byDomain),
  shape: (rows, { machines }) => ({
    rows: resultsRows(
      resultsOf(rows, machines).map(({ name: domain, names: domains, ...counts }) => ({
        domain,
        domains,
        ...counts,
      })),
      ({ domain }) => domain,
    ),
  }),
};
