import { type Evidence, evidence } from './finding.ts';
import type { GroupFigures } from './judged.ts';

/** Fewer messages than this say nothing about where they went. */
export const fewestMessages = 30;

/** From here on a place refuses nearly everything. */
const most = 0.5;

/**
 * What fails of some groups of messages: the one with the most bounces beyond its share of all, of those that bounce
 * significantly more than the others or more than half of the time. Never one of fewer than 30 messages.
 */
export function failingGroup<Group extends GroupFigures>(
  groups: readonly Group[],
  nameOf: (group: Group) => string | null,
  section: string,
): Evidence | null {
  const sent = groups.reduce((sum, group) => sum + group.sent, 0);
  const bounces = groups.reduce((sum, group) => sum + group.bounces, 0);
  const excess = (group: Group): number => group.bounces - (group.sent * bounces) / sent;
  const failing = groups.filter(
    (group) =>
      group.sent >= fewestMessages &&
      nameOf(group) !== null &&
      ((group.standsOut && (group.difference ?? 0) > 0) || (group.bounceRate ?? 0) > most) &&
      // Where everything bounces everywhere no single place is to blame.
      excess(group) > 0,
  );
  const [worst] = failing.sort((one, other) => excess(other) - excess(one));
  if (worst === undefined) return null;
  const { bounceRate: value, difference, low, high } = worst;
  return evidence({
    level: (value ?? 0) > most ? 'critical' : 'warning',
    section,
    subject: nameOf(worst),
    value,
    limit: value === null || difference === null ? null : Math.max(0, value - difference),
    count: worst.bounces,
    whole: worst.sent,
    low,
    high,
  });
}
