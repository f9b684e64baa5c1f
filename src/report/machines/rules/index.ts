import type { MachineRule, RuleLimits } from '../rule.ts';
import { allLinks } from './all-links.ts';
import { clickBeforeOpen } from './click-before-open.ts';
import { fastClick } from './fast-click.ts';
import { imageProxy } from './image-proxy.ts';
import { knownAgent } from './known-agent.ts';

/** The rules in the order in which they are shown. */
export const machineRules = [knownAgent, imageProxy, fastClick, allLinks, clickBeforeOpen] as const;

export type MachineRuleId = (typeof machineRules)[number]['id'];

/** Which rules are on, and how far each goes; null for one that is off. */
export type MachineRules = { readonly [id in MachineRuleId]: RuleLimits | null };

/** Some value for each rule. */
export function eachRule<Value>(value: (rule: MachineRule<MachineRuleId>) => Value): {
  readonly [id in MachineRuleId]: Value;
} {
  return Object.fromEntries(machineRules.map((rule) => [rule.id, value(rule)])) as {
    readonly [id in MachineRuleId]: Value;
  };
}

/** All of them, with their usual limits. */
export const usualMachineRules: MachineRules = eachRule(({ limits }) => limits);
