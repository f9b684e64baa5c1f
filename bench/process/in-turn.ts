import { medianBy } from '../median.ts';
import { progress } from '../progress.ts';
import type { Run } from './run-program.ts';

/** The run with the median time, with the fastest time and the largest peaks of all runs. */
export interface Median extends Run {
  readonly turns: number;
  readonly fastest: number;
}

export interface Turns {
  readonly turns: number;
  /** Whether each case is run once for nothing before: files come into the system's cache, folders are made. */
  readonly warmUp: boolean;
}

/** Runs cases in turn, so that a busy moment of the machine hits all of them, and gives the median of each. */
export async function inTurn<Name extends string>(
  cases: Readonly<Record<Name, () => Promise<Run>>>,
  { turns, warmUp }: Turns,
): Promise<(name: Name) => Median> {
  const runs = new Map<string, Run[]>();
  for (let turn = warmUp ? 0 : 1; turn <= turns; turn += 1) {
    for (const [name, run] of Object.entries<() => Promise<Run>>(cases)) {
      const measured = await run();
      progress(
        `${turn === 0 ? 'warm-up' : `${turn}/${turns}`} ${name}: ${Math.round(measured.milliseconds)} ms`,
      );
      if (turn > 0) runs.set(name, [...(runs.get(name) ?? []), measured]);
    }
  }
  return (name) => medianOf(runs.get(name) ?? []);
}

/** The median of some runs of one case. */
export function medianOf(runs: readonly Run[]): Median {
  return {
    ...medianBy(runs, ({ milliseconds }) => milliseconds),
    peakMebibytes: mostOf(runs.map(({ peakMebibytes }) => peakMebibytes)),
    familyMebibytes: mostOf(runs.map(({ familyMebibytes }) => familyMebibytes)),
    fastest: Math.min(...runs.map(({ milliseconds }) => milliseconds)),
    turns: runs.length,
  };
}

function mostOf(peaks: readonly (number | null)[]): number | null {
  const known = peaks.flatMap((peak) => peak ?? []);
  return known.length === 0 ? null : Math.max(...known);
}
