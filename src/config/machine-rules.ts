import * as z from 'zod';
import { UsageError } from '../errors.ts';
import type { MachineRule, RuleLimits } from '../report/machines/rule.ts';
import {
  eachRule,
  type MachineRuleId,
  type MachineRules,
  machineRules,
} from '../report/machines/rules/index.ts';
import { parseStretch } from './stretch.ts';
import { keys, meaning } from './value-schemas.ts';

/** What somebody says of some of the rules; null for one that is off. */
export type ChosenRules = { readonly [id in MachineRuleId]?: RuleLimits | null | undefined };

/** How the limits of a rule are written. */
function wordsFor({ limits, mayBeUnlimited }: MachineRule): string {
  const words = ['on', 'off', ...(mayBeUnlimited ? ['always'] : [])];
  if (limits.links !== null) words.push(`links and time as in ${limits.links} in ${limits.seconds}s`);
  else if (limits.seconds !== null) words.push(`a stretch of time such as ${limits.seconds}s`);
  return `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** What is written of a rule: null where it is off, undefined where that means nothing. */
function limitsOf({ limits, mayBeUnlimited }: MachineRule, written: string): RuleLimits | null | undefined {
  if (written === 'on') return limits;
  if (written === 'off') return null;
  if (written === 'always' && mayBeUnlimited) return { ...limits, seconds: null };
  if (limits.seconds === null) return undefined;
  const [, links, stretch = written] = /^(\d+) in (.*)$/.exec(written) ?? [];
  if ((links === undefined) !== (limits.links === null)) return undefined;
  const milliseconds = parseStretch(stretch);
  if (typeof milliseconds !== 'number' || Number(links ?? 2) < 2) return undefined;
  return { seconds: milliseconds / 1000, links: links === undefined ? null : Number(links) };
}

/** A rule of a map: `fast-click: 5s`. */
function setting(rule: MachineRule) {
  const limits = meaning((written, refuse) => {
    const read = limitsOf(rule, written);
    return read === undefined ? refuse(wordsFor(rule)) : read;
  });
  const onOrOff = z.boolean().transform((on) => (on ? rule.limits : null));
  return z.union([onOrOff, limits], wordsFor(rule));
}

const ids = machineRules.map(({ id }) => id).join(', ');

/** Rules in a line, such as `fast-click=5s,all-links=off`; one without a value is on, `none` turns all off. */
const rulesInALine = meaning((line, refuse): ChosenRules => {
  let chosen: ChosenRules = {};
  for (const part of line.split(',')) {
    const [id = '', written = 'on'] = part.split('=', 2).map((text) => text.trim());
    const rule = machineRules.find((rule) => rule.id === id);
    if (id === 'none') {
      chosen = { ...chosen, ...eachRule(() => null) };
      continue;
    }
    if (rule === undefined) return refuse(`"${id}" is no rule; there are none, ${ids}`);
    const limits = limitsOf(rule, written);
    if (limits === undefined) return refuse(`${id} ${wordsFor(rule)}`);
    chosen = { ...chosen, [id]: limits };
  }
  return chosen;
});

/** The rules of a config: a map of some of them, or the line of the command line. */
export const chosenRules = z.union([
  keys(
    eachRule((rule) =>
      setting(rule)
        .optional()
        .describe(`${rule.summary}; ${usually(rule)} unless it is given.`),
    ),
  ),
  rulesInALine,
]);

function usually({ limits: { seconds, links } }: MachineRule): string {
  if (seconds === null) return 'on';
  return links === null ? `${seconds}s` : `${links} in ${seconds}s`;
}

/** All the rules: as the first that says something of each, else as usual. */
export function settledRules(...chosen: readonly (ChosenRules | undefined)[]): MachineRules {
  return eachRule(({ id, limits }) => {
    const says = chosen.map((rules) => rules?.[id]).find((said) => said !== undefined);
    return says === undefined ? limits : says;
  });
}

/**
 * The rules that --machines gives.
 * @throws UsageError where it means nothing
 */
export function chooseMachineRules(option: string | undefined): MachineRules {
  if (option === undefined) return settledRules();
  const result = rulesInALine.safeParse(option);
  if (result.success) return settledRules(result.data);
  throw new UsageError(`--machines: ${result.error.issues[0]?.message}`, 'see docs/machines.md');
}
