import { CaseRunner } from './case-runner.ts';
import type { Attempt, Depth } from './try-file.ts';

/** Which cases are tried, and how. */
export interface Run {
  readonly seed: number;
  readonly first: number;
  readonly cases: number;
  readonly processes: number;
  /** How long a case may take, in milliseconds. */
  readonly patience: number;
}

/** A case that something was wrong with. */
export interface Failure extends Attempt {
  readonly number: number;
}

export interface Results {
  /** How many cases ended in which way. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
  readonly rows: number;
  /** Of how many the figures were computed, and pages made. */
  readonly computed: number;
  readonly rendered: number;
  readonly seconds: number;
  /** The most memory that a process had, in bytes, and the most in the first tenth of the cases. */
  readonly peakRss: number;
  readonly earlyRss: number;
}

/** What is told while cases are tried, and what may end that early. */
export interface Watch {
  readonly done?: (cases: number) => void;
  readonly failed?: (failure: Failure) => void;
  readonly signal?: AbortSignal;
}

/** Reading is what the cases are for; figures and pages, which take longer, are made of some. */
export function depthOf(number: number): Depth {
  if (number % 40 === 0) return 'rendered';
  return number % 4 === 0 ? 'computed' : 'read';
}

/** Tries the cases of a run, in several processes. */
export async function runCases(run: Run, watch: Watch = {}): Promise<Results> {
  const started = performance.now();
  const outcomes = new Map<string, number>();
  const failures: Failure[] = [];
  const depths = { read: 0, computed: 0, rendered: 0 };
  let rows = 0;
  let done = 0;
  let peakRss = 0;
  let earlyRss = 0;
  let next = 0;
  const isInterrupted = (): boolean => watch.signal?.aborted === true;
  const work = async (): Promise<void> => {
    const runner = new CaseRunner(run.patience);
    while (next < run.cases && !isInterrupted()) {
      const number = run.first + next;
      next += 1;
      const depth = depthOf(number);
      const { rss, ...attempt } = await runner.try({ seed: run.seed, number, depth });
      // Whoever interrupts a run ends its processes too.
      if (isInterrupted() && attempt.outcome === 'crash') break;
      done += 1;
      outcomes.set(attempt.outcome, (outcomes.get(attempt.outcome) ?? 0) + 1);
      if (attempt.outcome === 'report') depths[depth] += 1;
      rows += attempt.read ?? 0;
      peakRss = Math.max(peakRss, rss);
      if (done <= run.cases / 10) earlyRss = peakRss;
      if (attempt.problems.length > 0) {
        failures.push({ number, ...attempt });
        watch.failed?.({ number, ...attempt });
      }
      watch.done?.(done);
    }
    runner.close();
  };
  await Promise.all(Array.from({ length: run.processes }, work));
  return {
    outcomes,
    failures,
    rows,
    computed: depths.computed + depths.rendered,
    rendered: depths.rendered,
    seconds: (performance.now() - started) / 1000,
    peakRss,
    earlyRss,
  };
}
