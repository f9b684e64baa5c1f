import type { Report } from '../../report/report.ts';
import { displayText } from '../escape.ts';
import { pointsOf, signed } from './difference.ts';
import type { Format } from './format.ts';

type Comparison = Report['sections']['comparison'];
type Row = Comparison['rows'][number];

/** A key figure beside those of earlier deliveries, in words. */
export interface ComparedFigure {
  readonly metric: Row['metric'];
  readonly label: string;
  readonly value: string;
  readonly median: string;
  readonly delta: string;
  /** What is usual; empty where that cannot be said. */
  readonly band: string;
}

function deltaOf({ metric, delta }: Row, format: Format): string {
  if (delta === null) return '–';
  if (metric === 'sent') return delta === 0 ? '0' : signed(Math.round(delta), format);
  const points = pointsOf(delta, format);
  return points === null ? '0' : format.text('comparison.points', { points: points.points });
}

export function comparedFigures({ rows }: Comparison, format: Format): readonly ComparedFigure[] {
  const { text, count, rate } = format;
  return rows.map((row) => {
    const { metric, value, median, low, high } = row;
    const figure = (one: number | null): string =>
      one !== null && metric === 'sent' ? count(Math.round(one)) : rate(one);
    return {
      metric,
      label: text(metric === 'sent' ? 'metric.sent' : `rate.${metric}`),
      value: figure(value),
      median: figure(median),
      delta: deltaOf(row, format),
      band: low === null ? '' : text('comparison.band', { low: figure(low), high: figure(high) }),
    };
  });
}

/** Texts of the dump in a sentence are no longer than this. */
const longest = 120;

/** What changed since the last report of the same delivery: Since 24 Nov 2026, 09:00: +37 bounces (31 of them …). */
export function sinceSnapshot({ snapshot }: Comparison, format: Format): string | null {
  if (snapshot === null) return null;
  const { text, plural, count } = format;
  const { reason } = snapshot;
  const changes = snapshot.changes.map(({ metric, change }) => {
    const words = plural(`change.${metric}`, Math.abs(change), { change: signed(change, format) });
    if (metric !== 'bounces' || reason === null || change <= 0) return words;
    const named = displayText(reason.reason ?? '').slice(0, longest);
    return text('change.ofThem', {
      change: words,
      count: count(reason.change),
      reason: named === '' ? text('reasons.none') : text('change.quoted', { reason: named }),
    });
  });
  return text('comparison.since', {
    date: format.dateTime(Date.parse(snapshot.lastEvent)),
    changes: changes.join(', '),
  });
}
