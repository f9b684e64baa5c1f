/** The middle of what there is by a measure; of an even number the lower of the two in the middle, a value that was measured. */
export function medianBy<Thing>(things: readonly Thing[], measure: (thing: Thing) => number): Thing {
  const sorted = things.toSorted((one, other) => measure(one) - measure(other));
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new RangeError('there is no median of nothing');
  return middle;
}
