/** `count` out of `of`, both counts and `of` above zero. */
export interface Proportion {
  readonly count: number;
  readonly of: number;
}

/** The ends of an interval, as fractions. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The standard normal deviate that leaves 2.5 % on either side. */
export const deviate95 = 1.959963984540054;

/**
 * The score interval of a proportion, 95 %, between 0 and 1.
 * E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.
 */
export function wilsonInterval({ count, of }: Proportion): Interval {
  const z = deviate95;
  const middle = 2 * count + z * z;
  const reach = z * Math.sqrt(z * z + 4 * count * (1 - count / of));
  const width = 2 * (of + z * z);
  return {
    low: (middle - reach) / width,
    // Of all it is 1 exactly, which rounding would miss.
    high: count === of ? 1 : (middle + reach) / width,
  };
}
