import { deedColumns } from '../people.ts';

/** What people are told apart by. */
export const peopleColumns = ['scope', ...deedColumns, 'domain', 'variant', 'has_variants'];

/** The query behind the relation `peopleCounts`: who opened or clicked by all that `people.ts` tells of them but who they are and when, and how many `people`. */
export function peopleCountsQuery(people: string): string {
  return `
      SELECT ${peopleColumns.join(', ')}, 1 AS people
      FROM ${people}`;
}
