import * as z from 'zod';
import type { QueryRow } from '../../engine/engine.ts';
import { sumIf } from '../counting.ts';
import { machineRules } from '../machines/rules/index.ts';
import { ruleColumn, ruleColumns, rulesThatAreOn } from '../machines/tagged-events.ts';
import type { QueryContext, Section } from './section.ts';

const count = z.int().nonnegative();

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({
      activity: z.enum(['opens', 'clicks']),
      all: count,
      declared: count,
      suspected: count,
      human: count,
      people: count,
      humanPeople: count,
      machineOnlyPeople: count,
      estimatedPeople: z.number().nonnegative().nullable(),
    }),
  ),
  rules: z.array(
    z.strictObject({
      rule: z.enum(machineRules.map(({ id }) => id)),
      seconds: z.number().positive().nullable(),
      links: z.int().positive().nullable(),
      opens: count,
      clicks: count,
      declared: count,
    }),
  ),
});

type ActivityRow = z.infer<typeof schema>['rows'][number];

/**
 * How many recipients opened, as far as can be told: those seen to, and of those whom only machines are known of as many as of
 * the others: humanPeople + machineOnlyPeople × humanPeople ÷ (delivered − machineOnlyPeople).
 * Null where there are no others. At most all of them, where a window cut opens from their deliveries.
 */
export function estimatedPeople(humanPeople: number, machineOnlyPeople: number, delivered: number) {
  const others = delivered - machineOnlyPeople;
  return others <= 0 ? null : humanPeople + machineOnlyPeople * Math.min(1, humanPeople / others);
}

/** The people who did something, and those who did so in person. */
const peopleOf = (peopleCounts: string, type: 'open' | 'click', deed: 'opened' | 'clicked'): string => `
      SELECT
        scope,
        '${type}' AS activity,
        sum(people * ${deed}_with_machines) AS all_people,
        sum(people * ${deed}_in_person) AS human_people
      FROM ${peopleCounts}
      GROUP BY scope`;

function query({ machineRules: rules, activityCounts, peopleCounts, dialect }: QueryContext): string {
  const counts = [
    ['events', 'sum(events)'],
    ['declared', sumIf('is_machine = 1')],
    ['suspected', sumIf('is_machine = 0 AND caught = 1')],
    ...ruleColumns(rules).flatMap((tag) => [
      [tag, sumIf(`is_machine = 0 AND ${tag} = 1`)],
      [`${tag}_declared`, sumIf(`is_machine = 1 AND ${tag} = 1`)],
    ]),
  ] as const;
  return `
    SELECT scope, activity, ${counts.map(([name]) => `all_${name}`).join(', ')}, all_people, human_people
    FROM (
      SELECT
        scope,
        CASE WHEN event_type = 'open' THEN 'open' ELSE 'click' END AS activity,
        ${counts.map(([name, count]) => `${count} AS all_${name}`).join(',\n        ')}
      FROM ${activityCounts}
      GROUP BY scope, event_type
    ) AS tagged
    ${dialect.innerJoin} (${peopleOf(peopleCounts, 'open', 'opened')}
      UNION ALL${peopleOf(peopleCounts, 'click', 'clicked')}
    ) AS deeds USING (scope, activity)`;
}

/** The numbers of a row by their columns; all nought where there is none, for then nobody did such a thing. */
type Numbers = (column: string) => number;

function numbersOf(rows: readonly QueryRow[], type: 'open' | 'click'): Numbers {
  const row = rows.find(({ activity }) => activity === type);
  return (column) => (row === undefined ? 0 : count.parse(row[column]));
}

function activityRow(activity: ActivityRow['activity'], number: Numbers, delivered: number): ActivityRow {
  const all = number('all_events');
  const declared = number('all_declared');
  const suspected = number('all_suspected');
  const people = number('all_people');
  const humanPeople = number('human_people');
  const machineOnlyPeople = people - humanPeople;
  return {
    activity,
    all,
    declared,
    suspected,
    human: all - declared - suspected,
    people,
    humanPeople,
    machineOnlyPeople,
    // A machine's click hides none of a person's.
    estimatedPeople: activity === 'opens' ? estimatedPeople(humanPeople, machineOnlyPeople, delivered) : null,
  };
}

/**
 * Every open and click as a machine's that the sender flags, as one that a rule suspects to be, or else as a person's. No other
 * figure follows the rules. Of the events that a rule caught, `opens` and `clicks` are those that the sender does not flag and
 * `declared` those that it does; several rules may have caught the same one.
 */
export const machineActivity: Section<'machine-activity', typeof schema> = {
  id: 'machine-activity',
  schema,
  absent: { rows: [], rules: [] },
  query,
  shape: (rows, { totals, machineRules: rules }) => {
    const opens = numbersOf(rows, 'open');
    const clicks = numbersOf(rows, 'click');
    return {
      rows: [activityRow('opens', opens, totals.delivered), activityRow('clicks', clicks, totals.delivered)],
      rules: rulesThatAreOn(rules).map(({ rule, limits: { seconds, links } }) => {
        const column = `all_${ruleColumn(rule.id)}`;
        return {
          rule: rule.id,
          seconds,
          links,
          opens: opens(column),
          clicks: clicks(column),
          declared: opens(`${column}_declared`) + clicks(`${column}_declared`),
        };
      }),
    };
  },
};
