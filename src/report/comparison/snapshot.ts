import type { Report, Totals } from '../report.ts';
import { type Comparison, changedTotals } from '../sections/comparison.ts';

type Snapshot = NonNullable<Comparison['snapshot']>;

/** What of two reports of one delivery is set against each other. */
export interface Taken {
  readonly delivery: Report['delivery'];
  readonly window: Report['window'];
  readonly totals: Totals;
  readonly sections: {
    readonly 'bounce-reasons': {
      readonly rows: readonly Pick<
        Report['sections']['bounce-reasons']['rows'][number],
        'reason' | 'code' | 'count'
      >[];
    };
  };
}

/**
 * The last report of the same delivery that was made when it had fewer events, from the same instant on. One that was over
 * before this one began is another sending under the same name: what a file that is written anew every day is called, say.
 */
function lastSnapshot<One extends Taken>({ delivery, window }: Taken, earlier: readonly One[]): One | null {
  const end = ({ delivery }: Taken): string => delivery.lastEvent ?? '';
  const before = earlier.filter(
    (one) =>
      one.delivery.id === delivery.id &&
      one.window.from === window.from &&
      one.delivery.lastEvent !== null &&
      delivery.firstEvent !== null &&
      delivery.lastEvent !== null &&
      one.delivery.lastEvent >= delivery.firstEvent &&
      one.delivery.lastEvent < delivery.lastEvent,
  );
  return before.reduce<One | null>((last, one) => (last === null || end(one) > end(last) ? one : last), null);
}

/** How many bounces there are of each reason and code; a category is no other reason. */
function countsByReason({ sections }: Taken): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { reason, code, count } of sections['bounce-reasons'].rows) {
    const key = JSON.stringify([reason, code]);
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return counts;
}

/** The reason that most of the new bounces have; of equal ones the one that comes first in the report. */
function grownMost(report: Taken, before: Taken): Snapshot['reason'] {
  const [now, then] = [countsByReason(report), countsByReason(before)];
  let most: Snapshot['reason'] = null;
  for (const { reason, code } of report.sections['bounce-reasons'].rows) {
    const key = JSON.stringify([reason, code]);
    const change = (now.get(key) ?? 0) - (then.get(key) ?? 0);
    if (change > (most?.change ?? 0)) most = { reason, code, change };
  }
  return most;
}

/** What changed since the last report of the same delivery; null where there is none, or its figures are the same. */
export function sinceSnapshot(report: Taken, earlier: readonly Taken[]): Snapshot | null {
  const before = lastSnapshot(report, earlier);
  if (before === null || before.delivery.lastEvent === null) return null;
  const changes = changedTotals
    .map((metric) => ({ metric, change: report.totals[metric] - before.totals[metric] }))
    .filter(({ change }) => change !== 0);
  if (changes.length === 0) return null;
  return { lastEvent: before.delivery.lastEvent, changes, reason: grownMost(report, before) };
}
