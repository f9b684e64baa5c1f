import type { Activity, MachineRule, RuleContext, RuleLimits } from './rule.ts';
import { type MachineRuleId, type MachineRules, machineRules } from './rules/index.ts';

/** The column that says whether a rule caught an event, 1 or 0. */
export function ruleColumn(id: MachineRuleId): string {
  return id.replaceAll('-', '_');
}

/** The rules that are on, in their order. */
export function rulesThatAreOn(
  rules: MachineRules,
): readonly { readonly rule: MachineRule<MachineRuleId>; readonly limits: RuleLimits }[] {
  return machineRules.flatMap((rule) => {
    const limits = rules[rule.id];
    return limits === null ? [] : [{ rule, limits }];
  });
}

/** The columns of the rules that are on. */
export function ruleColumns(rules: MachineRules): readonly string[] {
  return rulesThatAreOn(rules).map(({ rule }) => ruleColumn(rule.id));
}

const columns = [
  'scope',
  'event_type',
  'time',
  'message',
  'person',
  'is_machine',
  'link',
  'agent',
  'delivered_time',
  'domain',
  'variant',
  'since_send',
];

/** What is kept of each event beside its tags. */
const kept = ['scope', 'event_type', 'person', 'is_machine', 'domain', 'variant', 'since_send'];

/** The opens or the clicks, with the tags of the rules that look at them, and 0 for all others. */
function taggedQuery(activity: Activity, context: RuleContext, rules: MachineRules): string {
  const known = [...columns];
  const tags: string[] = [];
  let events = `
      SELECT ${known.join(', ')} FROM ${context.engagement} WHERE event_type = '${activity}'`;
  for (const { rule, limits } of rulesThatAreOn(rules)) {
    if (!rule.looksAt.includes(activity)) {
      tags.push(`0 AS ${ruleColumn(rule.id)}`);
      continue;
    }
    tags.push(`CASE WHEN ${rule.catches(limits, context)} THEN 1 ELSE 0 END AS ${ruleColumn(rule.id)}`);
    const lookup = rule.lookup?.(context, limits);
    if (lookup === undefined) continue;
    known.push(...lookup.columns);
    events = `
      SELECT ${known.join(', ')}
      FROM (${events}) AS events
      ${context.dialect.leftJoin} (${lookup.relation}) AS lookup USING (scope, message)`;
  }
  return `
    SELECT ${[...kept, ...tags].join(', ')}
    FROM (${events}) AS events`;
}

/**
 * The query behind the relation `activity`: every open and click with what it is taken for: a column for each rule that is on, and
 * `caught`: 1 where any of them catches it. Of the event it has `scope`, `event_type`, `person`, `is_machine` (the sender flags it),
 * `domain`, `variant` and `since_send`.
 * Clicks are few: looking at them apart spares the opens their joins.
 */
export function taggedEventsQuery(context: RuleContext, rules: MachineRules): string {
  const tags = ruleColumns(rules);
  const caught = tags.map((tag) => `${tag} = 1`);
  return `
    SELECT ${[...kept, ...tags].join(', ')}, CASE WHEN ${caught.length === 0 ? '1 = 0' : caught.join(' OR ')} THEN 1 ELSE 0 END AS caught
    FROM (${taggedQuery('open', context, rules)}
      UNION ALL${taggedQuery('click', context, rules)}
    ) AS tagged`;
}
