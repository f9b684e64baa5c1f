import type { RowContext } from '../row-relations.ts';

/**
 * The query behind the relations `toldDomains` and `toldVariants`: how many sends and bounces do not name it themselves, with the
 * name that other rows of their messages say. Where none does the domain is null; the variant is not asked for then.
 */
export function toldEventsQuery(
  { events, messages, dialect }: Pick<RowContext, 'events' | 'messages' | 'dialect'>,
  column: 'domain' | 'variant',
): string {
  const columns = ['scope', 'name', 'event_type', 'bounce_category', 'events'];
  return `
      SELECT ${columns.join(', ')}
      FROM ${dialect.wherever(
        columns,
        `
        SELECT scope, name, event_type, bounce_category, count(*) AS events
        FROM (
          SELECT scope, message, event_type, bounce_category
          FROM ${events}
          WHERE ${column} IS NULL AND event_type IN ('sent', 'bounce') AND message IS NOT NULL
        ) AS silent
        ${dialect.innerJoin} (
          SELECT scope, message, ${column} AS name
          FROM ${messages}${column === 'domain' ? '' : `\n          WHERE ${column} IS NOT NULL`}
        ) AS outcomes USING (scope, message)
        GROUP BY scope, name, event_type, bounce_category`,
      )} AS told`;
}
