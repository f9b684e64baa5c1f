import type { PartialData } from './report.ts';

/**
 * That reports lack data, and what, as a terminal says it.
 * @param which reports, with their verb: `the report is`
 */
export function partialWarning(which: string, { shards, answered, unfinishedLoads }: PartialData): string {
  const missing = [
    ...(answered < shards ? [`only ${answered} of ${shards} shards answered`] : []),
    ...(unfinishedLoads === 0
      ? []
      : [`${unfinishedLoads} ${unfinishedLoads === 1 ? 'dump was' : 'dumps were'} still being loaded`]),
  ];
  return `${which} partial, with figures that are too low: ${missing.join(', and ')}`;
}
