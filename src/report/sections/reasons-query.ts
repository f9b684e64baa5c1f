import type { QueryContext } from './section.ts';

/**
 * The query that counts the events that a condition chooses by reason, code and further columns: one row for each group
 * of reasons, with the most frequent original text as its example. Originals are counted first, so that each is masked once.
 */
export function reasonsQuery(
  { failures, reasonGroups, dialect }: QueryContext,
  condition: string,
  columns: readonly string[] = [],
): string {
  const further = columns.map((column) => `${column}, `).join('');
  return `
    SELECT
      scope,
      reason,
      code,
      ${further}sum(originals) AS count,
      ${dialect.heaviest('example', 'originals')} AS example
    FROM (
      SELECT scope, reason, code, ${further}example, originals
      FROM (
        SELECT scope, reason AS original, code, ${further}sum(events) AS originals
        FROM ${failures}
        WHERE ${condition}
        GROUP BY scope, reason, code${columns.map((column) => `, ${column}`).join('')}
      ) AS counted
      ${dialect.leftJoin} (SELECT original, reason, example FROM ${reasonGroups}) AS named USING (original)
    ) AS grouped
    GROUP BY scope, reason, code${columns.map((column) => `, ${column}`).join('')}`;
}

/** A reason's example, where it says more than the reason itself. */
export function exampleOf(example: string | null, reason: string | null): { readonly example?: string } {
  return example === null || example === reason ? {} : { example };
}
