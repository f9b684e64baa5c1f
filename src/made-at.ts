import { UsageError } from './errors.ts';

/** The end of the year 9999, in epoch seconds: no later one has four digits, as mails and PDFs write it. */
const last = 253_402_300_799;

/**
 * When what is made now is made, in epoch milliseconds; SOURCE_DATE_EPOCH (reproducible-builds.org) stands in for the clock,
 * so that the same files can be made again.
 * @throws UsageError where it is no such time: without it the files would differ, and nobody knew why
 */
export function madeAt(): number {
  const fixed = process.env.SOURCE_DATE_EPOCH;
  if (fixed === undefined || fixed === '') return Date.now();
  if (!/^\d{1,12}$/.test(fixed) || Number(fixed) > last)
    throw new UsageError(
      `SOURCE_DATE_EPOCH: ${JSON.stringify(fixed.slice(0, 40))} is no time`,
      'give whole seconds since 1970, such as 1795000000, or leave it unset',
    );
  return Number(fixed) * 1000;
}
