import type { Budget } from './budget.ts';
import type { Dump } from './dumps/dump.ts';
import type { Median } from './process/in-turn.ts';
import type { Unit } from './units.ts';

/** A line of the bench's result: what was measured, how much it is, and how much it may be. */
export interface Line {
  readonly what: string;
  readonly value: number;
  readonly unit: Unit;
  readonly budget?: Budget;
  /** Runs that the value is the median of, and the fastest of them; a value that is derived has none. */
  readonly turns?: number;
  readonly fastest?: number;
  /** CPU time of the process and what it started, both cores together. */
  readonly processor?: number | null;
  readonly peakMebibytes?: number | null;
  readonly familyMebibytes?: number | null;
  readonly rowsPerSecond?: number;
}

/** The lines of one subject, as a table of their own. */
export interface Part {
  readonly title: string;
  readonly lines: readonly Line[];
  /** What a reader of the table has to know besides. */
  readonly notes?: readonly string[];
}

/** A process's line: its time, with its memory and, where it read a dump, its pace. */
export function timeLine(what: string, run: Median, budget?: Budget, dump?: Dump): Line {
  const { milliseconds, fastest, turns, processor, peakMebibytes, familyMebibytes } = run;
  return {
    ...{ what, value: milliseconds, unit: 'milliseconds', fastest, turns, processor },
    ...{ peakMebibytes, familyMebibytes },
    ...(budget === undefined ? {} : { budget }),
    ...(dump === undefined ? {} : { rowsPerSecond: (dump.rows / milliseconds) * 1000 }),
  };
}

/** A line that is derived from others. */
export function derivedLine(what: string, value: number, unit: Unit, budget?: Budget): Line {
  return { what, value, unit, ...(budget === undefined ? {} : { budget }) };
}
