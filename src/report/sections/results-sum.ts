import type { Results } from './results-query.ts';

type Counts = Omit<Results, 'name' | 'names'>;

/** The counts of some groups together. */
export function sumOf(groups: readonly Counts[]): Counts {
  const sum = (metric: keyof Counts): number => groups.reduce((total, group) => total + group[metric], 0);
  return {
    sent: sum('sent'),
    delivered: sum('delivered'),
    bounces: sum('bounces'),
    hard: sum('hard'),
    soft: sum('soft'),
    ignored: sum('ignored'),
    opens: sum('opens'),
    clicks: sum('clicks'),
    unsubscribes: sum('unsubscribes'),
    complaints: sum('complaints'),
  };
}
