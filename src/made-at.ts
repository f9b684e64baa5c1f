/**
 * When what is made now is made, in epoch milliseconds; SOURCE_DATE_EPOCH (reproducible-builds.org) stands in for the clock,
 * so that the same files can be made again.
 */
export function madeAt(): number {
  const fixed = process.env.SOURCE_DATE_EPOCH;
  return fixed !== undefined && /^\d+$/.test(fixed) ? Number(fixed) * 1000 : Date.now();
}
