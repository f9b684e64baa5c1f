import type { Results } from './run-cases.ts';

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

/** Outcomes and how many there were of each, the most frequent first. */
export const outcomesText = (outcomes: ReadonlyMap<string, number>): string =>
  [...outcomes]
    .sort(([, left], [, right]) => right - left)
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(', ');

/** A run in one line. */
export function summaryOf(seed: number, results: Results): string {
  const { outcomes, failures, rows, computed, rendered, seconds, peakRss, earlyRss } = results;
  const cases = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  const count = (kind: string): number => outcomes.get(kind) ?? 0;
  const lost = count('crash') + count('hang');
  return [
    `fuzz: ${cases} cases, seed ${seed}, ${seconds.toFixed(0)} s`,
    `outcomes: ${outcomesText(outcomes)} (${rows} rows; figures of ${computed}, pages of ${rendered})`,
    `crashes ${count('crash')}, hangs ${count('hang')}, faults ${failures.length - lost}`,
    `peak RSS ${mebibytes(peakRss)} (${mebibytes(earlyRss)} in the first tenth)`,
  ].join('; ');
}
