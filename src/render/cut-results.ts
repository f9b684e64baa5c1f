import type { Report } from '../report/report.ts';
import { sumOf } from '../report/sections/results-sum.ts';
import { shareOf } from '../report/sections/section.ts';

type DomainRow = Report['sections']['recipient-domains']['rows'][number];
type ProviderRow = Report['sections']['mailbox-providers']['rows'][number];

/** What came of the messages to a group of recipients. */
export type Results = Omit<DomainRow, 'domain'>;

/** How many groups are shown by themselves. */
export const shownGroups = 20;

/**
 * The groups to show, in their order, and all others as one group of nobody's name, at the end. Half of the places go to the
 * groups with the most messages, the next to those that stand out. A single one left over is shown rather than summed up.
 */
function cutResults<Name extends object>(
  rows: readonly (Name & Results)[],
  nobody: Name,
  isNamed: (row: Name) => boolean,
): readonly (Name & Results)[] {
  const named = rows.filter(isNamed);
  const nameless = rows.filter((row) => !isNamed(row));
  if (named.length <= shownGroups + 1) return rows;
  const [largest, others] = [named.slice(0, shownGroups / 2), named.slice(shownGroups / 2)];
  const marked = others.filter(({ standsOut }) => standsOut);
  const unmarked = others.filter(({ standsOut }) => !standsOut);
  const kept = new Set([...largest, ...marked, ...unmarked].slice(0, shownGroups));
  const left = [...named.filter((row) => !kept.has(row)), ...nameless];
  return [...named.filter((row) => kept.has(row)), { ...nobody, ...together(left) }];
}

/** The domains to show. */
export const cutDomains = (rows: readonly DomainRow[]): readonly DomainRow[] =>
  cutResults<Pick<DomainRow, 'domain'>>(rows, { domain: null }, ({ domain }) => domain !== null);

/** The mailbox providers to show. */
export const cutProviders = (rows: readonly ProviderRow[]): readonly ProviderRow[] =>
  cutResults<Pick<ProviderRow, 'provider'>>(rows, { provider: null }, ({ provider }) => provider !== null);

function together(rows: readonly Results[]): Results {
  const sums = sumOf(rows);
  return {
    domains: rows.reduce((sum, { domains }) => sum + domains, 0),
    ...sums,
    bounceRate: shareOf(sums.bounces, sums.sent),
    ...{ difference: null, low: null, high: null, standsOut: false },
  };
}
