import type { Report } from '../report.ts';
import { type Dated, lookAlike } from './comparable.ts';

type Sent = Pick<Report, 'delivery' | 'window' | 'totals'>;

/** Of two reports of one delivery the one that has seen more of it: more sends, then the later end. */
function fuller<One extends Sent>(one: One, other: One): One {
  if (one.totals.sent !== other.totals.sent) return one.totals.sent > other.totals.sent ? one : other;
  return (one.delivery.lastEvent ?? '') >= (other.delivery.lastEvent ?? '') ? one : other;
}

/** By the first event, then by id, so that the same files give the same order on every machine. */
function byStart({ delivery: one }: Dated, { delivery: other }: Dated): number {
  const [start, otherStart] = [one.firstEvent ?? '', other.firstEvent ?? ''];
  if (start !== otherStart) return start < otherStart ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

/**
 * The deliveries that a report is compared with, oldest first: the last ones that began before it, each by its fullest
 * report, of those that look at them in the same way. Deliveries that sent nothing in it have no figures to compare.
 */
export function earlierDeliveries<One extends Sent>(
  report: Dated,
  earlier: readonly One[],
  most: number,
): readonly One[] {
  const { id, firstEvent } = report.delivery;
  if (firstEvent === null || most < 1) return [];
  const byId = new Map<string, One>();
  for (const one of earlier) {
    const { delivery, totals } = one;
    const isBefore = delivery.firstEvent !== null && delivery.firstEvent < firstEvent;
    if (delivery.id === id || !isBefore || totals.sent === 0 || !lookAlike(report, one)) continue;
    const known = byId.get(delivery.id);
    byId.set(delivery.id, known === undefined ? one : fuller(known, one));
  }
  return [...byId.values()].sort(byStart).slice(-most);
}
