import { estimate } from '../statistics/estimate.ts';
import { holm } from '../statistics/holm.ts';
import { newcombeDifference } from '../statistics/newcombe.ts';
import { twoProportions } from '../statistics/two-proportions.ts';
import type { Proportion } from '../statistics/wilson.ts';
import { shareOf } from './section.ts';

/** On fewer messages than this, to a group or to all others, bounce rates are not compared. */
export const fewestMessages = 30;

/** Of millions of messages any difference is more than chance: one of less than a percentage point is not worth a mark. */
const leastDifference = 0.01;

/** How rare one false mark among all groups is to be. */
const level = 0.05;

interface Sending {
  readonly sent: number;
  readonly bounces: number;
}

/** A group's bounce rate, and how it compares with that of all other groups together. */
interface BounceMark {
  readonly bounceRate: number | null;
  /** The rate less that of the others, with its 95 % interval; null where they are not compared. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly standsOut: boolean;
}

/** Of some messages, how many bounced: one that did so twice, or whose send is not in the window, counts once or not at all. */
const bounced = ({ sent, bounces }: Sending): Proportion => ({ count: Math.min(bounces, sent), of: sent });

/**
 * Compares each group's bounce rate with that of all others. A group stands out where its rate is the higher one, the
 * test of two proportions finds so at 5 % with Holm's correction for all groups compared, the interval says so too, and it
 * is higher by a percentage point at least.
 * @param groups all groups of a delivery: the others of one are the rest of them.
 */
export function withBounceMarks<Group extends Sending>(
  groups: readonly Group[],
): readonly (Group & BounceMark)[] {
  const all = groups.map((group) => ({ group, own: bounced(group) }));
  const count = all.reduce((sum, { own }) => sum + own.count, 0);
  const of = all.reduce((sum, { own }) => sum + own.of, 0);
  const others = (own: Proportion): Proportion => ({ count: count - own.count, of: of - own.of });

  const compared = all
    .map(({ own }) => own)
    .filter((own) => Math.min(own.of, others(own).of) >= fewestMessages);
  const chances = compared.map((own) => twoProportions(own, others(own)).p);
  const significant = holm(chances, level);
  const found = new Map(compared.map((own, index) => [own, significant[index] === true]));

  return all.map(({ group, own }) => {
    const bounceRate = shareOf(group.bounces, group.sent);
    const differs = found.get(own);
    if (differs === undefined)
      return { ...group, bounceRate, difference: null, low: null, high: null, standsOut: false };
    const { difference, low, high } = newcombeDifference(own, others(own));
    return {
      ...group,
      bounceRate,
      difference: estimate(difference),
      low: estimate(low),
      high: estimate(high),
      standsOut: differs && low > 0 && estimate(difference) >= leastDifference,
    };
  });
}
