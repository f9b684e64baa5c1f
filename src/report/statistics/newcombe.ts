import { type Interval, type Proportion, wilsonInterval } from './wilson.ts';

/** A difference of two proportions with its interval, between -1 and 1. */
export interface Difference extends Interval {
  readonly difference: number;
}

/**
 * The first proportion less the second, with the 95 % interval that is made of the score intervals of both: method 10 of
 * R. G. Newcombe, Interval estimation for the difference between independent proportions: comparison of eleven
 * methods, Statistics in Medicine 17 (1998), 873-890.
 */
export function newcombeDifference(first: Proportion, second: Proportion): Difference {
  const [p, q] = [first.count / first.of, second.count / second.of];
  const [ofFirst, ofSecond] = [wilsonInterval(first), wilsonInterval(second)];
  const difference = p - q;
  return {
    difference,
    low: difference - Math.hypot(p - ofFirst.low, ofSecond.high - q),
    high: difference + Math.hypot(ofFirst.high - p, q - ofSecond.low),
  };
}
