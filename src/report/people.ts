/** What people are counted by: that any of their events is such a one, and how soon after the send the first of them was. */
const deeds = {
  opened: { condition: "event_type = 'open' AND is_machine = 0", first: 'first_open' },
  clicked: { condition: "event_type = 'click' AND is_machine = 0", first: 'first_click' },
  opened_with_machines: { condition: "event_type = 'open'", first: 'first_open_with_machines' },
  clicked_with_machines: { condition: "event_type = 'click'", first: 'first_click_with_machines' },
  opened_in_person: { condition: "event_type = 'open' AND is_machine = 0 AND caught = 0", first: null },
  clicked_in_person: { condition: "event_type = 'click' AND is_machine = 0 AND caught = 0", first: null },
} as const;

export type Deed = keyof typeof deeds;

/** What may be told of a person, each a column that is 1 or 0. */
export const deedColumns = Object.keys(deeds);

const isSo = (condition: string): string => `CASE WHEN ${condition} THEN 1 ELSE 0 END`;

/** The column that tells of a group of opens and clicks whether any is such a deed. */
export const deedOfGroup = (deed: Deed): string => `max(${isSo(deeds[deed].condition)}) AS ${deed}`;

/** The columns of deeds: those of one event, or what an aggregate of each makes of a person's events. */
function deedsSql(most: (value: string) => string, least: (value: string) => string): string {
  return Object.entries(deeds)
    .flatMap(([name, { condition, first }]) => [
      `${most(isSo(condition))} AS ${name}`,
      ...(first === null ? [] : [`${least(`CASE WHEN ${condition} THEN since_send END`)} AS ${first}`]),
    ])
    .join(',\n      ');
}

/** What all these columns are called. */
const deedAndTimeColumns = Object.entries(deeds).flatMap(([name, { first }]) => [
  name,
  ...(first === null ? [] : [first]),
]);

/**
 * The query behind the relation `people`: one row per person of each scope who opened or clicked, and one for each open and click
 * that names nobody, which is another person's.
 * - `opened`, `clicked`: 1 if they did; `..._with_machines`: 1 if they or a machine that the sender flags did for them;
 *   `..._in_person`: 1 if they did and no rule suspects a machine;
 * - `first_open`, `first_click`, and the same with machines: the least time since a send that is known, in milliseconds, or null;
 * - `domain`: one of theirs, so that the people of all domains add up to everybody;
 * - `variant`: the one that all their events are of; else null, and `has_variants` is 1 if any is of one.
 * @param activity opens and clicks with what the rules for machines say of them
 */
export function peopleQuery(activity: string): string {
  const isOfOne = 'named = events AND first_variant = last_variant';
  return `
    SELECT
      scope,
      person,
      ${deedAndTimeColumns.join(', ')},
      domain,
      CASE WHEN ${isOfOne} THEN last_variant END AS variant,
      CASE WHEN named = 0 OR (${isOfOne}) THEN 0 ELSE 1 END AS has_variants
    FROM (
      SELECT
        scope,
        person,
        ${deedsSql(
          (value) => `max(${value})`,
          (value) => `min(${value})`,
        )},
        max(domain) AS domain,
        count(*) AS events,
        count(variant) AS named,
        min(variant) AS first_variant,
        max(variant) AS last_variant
      FROM ${activity}
      WHERE person IS NOT NULL
      GROUP BY scope, person
    ) AS known
    UNION ALL
    SELECT
      scope,
      person,
      ${deedsSql(
        (value) => value,
        (value) => value,
      )},
      domain,
      variant,
      0 AS has_variants
    FROM ${activity}
    WHERE person IS NULL`;
}
