import type { Deed } from '../people.ts';
import { startSql } from './since-send-cells.ts';

/** Who did something for the first time, by which deed and which column of the people. */
export const firstDeeds = [
  { metric: 'openers', deed: 'opened', first: 'first_open' },
  { metric: 'clickers', deed: 'clicked', first: 'first_click' },
  { metric: 'openers_with_machines', deed: 'opened_with_machines', first: 'first_open_with_machines' },
  { metric: 'clickers_with_machines', deed: 'clicked_with_machines', first: 'first_click_with_machines' },
] as const satisfies readonly { readonly metric: string; readonly deed: Deed; readonly first: string }[];

/**
 * The query behind the relation `firstDeeds`: who did something for the first time, as `metric` (its place in the list above), in
 * which cell of the time since their message was sent, `start`, null where that is not known, and how many `people`.
 */
export function firstDeedsQuery(people: string): string {
  return firstDeeds
    .map(
      ({ deed, first }, metric) => `
      SELECT scope, ${metric} AS metric, ${startSql(first)} AS start, 1 AS people FROM ${people} WHERE ${deed} = 1`,
    )
    .join('\n      UNION ALL');
}
