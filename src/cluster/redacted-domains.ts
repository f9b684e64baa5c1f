import { clickhouseText } from '../engine/clickhouse/sql-text.ts';
import type { Dialect } from '../engine/dialect.ts';
import type { QueryRow } from '../engine/engine.ts';
import { fewestPeople, unnamed } from '../report/names.ts';
import { providerDomains } from '../report/providers/provider-of.ts';
import type { ReadTable } from './read-table.ts';

const escaped = (text: string): string => text.replace(/[.\\+*?()[\]{}^$|]/g, '\\$&');

/** True for a domain of a mailbox provider, or below one. */
const ofProvider = (domain: string): string =>
  `match(${domain}, ${clickhouseText(`(?:^|[.])(?:${providerDomains.map(escaped).join('|')})$`)})`;

/**
 * The table with another name in place of each domain of few people: one that differs, so that they can be counted.
 * @param deliveries those whose people are counted, as a list of SQL
 */
export async function withoutSmallDomains(
  table: ReadTable,
  dialect: Dialect,
  deliveries: string,
  query: (sql: string) => Promise<readonly QueryRow[]>,
): Promise<ReadTable> {
  const rows = table.select({ first: '', parts: ['domain', 'person'], deliveries, where: () => [] });
  // So many of a domain on each server tell whether there are as many on all, where a person may be on several.
  const counted = `
      SELECT domain, groupArray(${fewestPeople})(person) AS some_people
      FROM (
        SELECT domain, person
        FROM (${rows}) AS told
        WHERE isNotNull(domain) AND isNotNull(person)
        GROUP BY domain, person
      ) AS different
      GROUP BY domain`;
  const known = await query(`
    SELECT domain
    FROM (
      SELECT domain, uniqExactArray(some_people) AS people
      FROM ${dialect.wherever(['domain', 'some_people'], counted)} AS counted
      GROUP BY domain
    ) AS summed
    WHERE people >= ${fewestPeople}`);
  const named = known.map(({ domain }) => clickhouseText(String(domain)));
  return table.withDomain((domain) => {
    const isNamed = named.length === 0 ? '' : `${domain} IN (${named.join(', ')}) OR `;
    // What was loaded without its name has none to lose. Others keep their order, by which one of a message's is chosen.
    return `CASE WHEN isNull(${domain}) OR ${isNamed}${domain} LIKE '${unnamed}%' OR ${ofProvider(domain)} THEN ${domain}
        ELSE concat('${unnamed}', coalesce(${domain}, '')) END`;
  });
}
