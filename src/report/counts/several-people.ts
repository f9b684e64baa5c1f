import { type Deed, deedOfGroup } from '../people.ts';
import type { RowContext } from '../row-relations.ts';

/** What is told of the people of each variant. */
export const severalDeeds = [
  ...['opened', 'clicked', 'opened_with_machines', 'clicked_with_machines'],
] as const satisfies readonly Deed[];

/**
 * The query behind the relation `severalPeople`: people whose events are of several variants, each under the `name` of every one of them, by
 * the events of that one alone: how many did such deeds.
 */
export function severalPeopleQuery({
  activity,
  people,
  dialect,
}: Pick<RowContext, 'activity' | 'people' | 'dialect'>): string {
  return `
      SELECT
        scope,
        name,
        ${severalDeeds.map(deedOfGroup).join(',\n        ')}
      FROM (
        SELECT scope, person, event_type, is_machine, variant AS name
        FROM ${activity}
        WHERE variant IS NOT NULL
      ) AS named
      ${dialect.innerJoin} (
        SELECT scope, person FROM ${people} WHERE has_variants = 1
      ) AS several USING (scope, person)
      GROUP BY scope, name, person`;
}
