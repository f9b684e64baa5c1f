import { type Finding, findingsOf } from '../../../src/report/findings/index.ts';
import type { Judged } from '../../../src/report/findings/judged.ts';
import { type FindingSettings, usualSettings } from '../../../src/report/findings/settings.ts';
import { ratesOf } from '../../../src/report/rates.ts';
import type { Report, Totals } from '../../../src/report/report.ts';
import { nothingCompared } from '../../../src/report/sections/comparison.ts';

export const minute = 60_000;
export const hour = 60 * minute;
const start = Date.parse('2026-11-24T08:00:00.000Z');

/** An instant so many milliseconds after the sending began. */
export const later = (time: number): string => new Date(start + time).toISOString();

type Step = Report['sections']['email-performance']['rows'][number];

/** Steps of ten minutes, an hour of them unless there are more; each has what it is given. */
export function course(...steps: readonly Partial<Step>[]): Report['sections']['email-performance'] {
  return {
    bucket: 'PT10M',
    rows: steps.map((step, index) => ({
      start: later(index * 10 * minute),
      ...{ sent: 0, delivered: 0, bounces: 0, errors: 0, opens: 0, clicks: 0 },
      ...step,
    })),
  };
}

export interface Given {
  readonly totals?: Partial<Totals>;
  readonly sections?: Partial<Judged['sections']>;
  readonly audit?: Partial<Report['audit']>;
  /** How long after its beginning the data ends. */
  readonly end?: number;
}

/** A delivery of a thousand messages that went well, but for what is given. */
export function judged({ totals: given, sections, audit, end = 100 * hour }: Given = {}): Judged {
  const totals: Totals = {
    ...{ targeted: 1000, excluded: 0, sent: 1000, delivered: 1000, bounces: 0, errors: 0 },
    ...{ opens: 300, clicks: 50, uniqueOpens: 200, uniqueClicks: 40, machineOpens: 0, machineClicks: 0 },
    ...{ retries: 0, unsubscribes: 0, complaints: 0, pending: 0 },
    ...given,
  };
  return {
    delivery: { id: 'sale', label: null, format: 'native', firstEvent: later(0), lastEvent: later(end) },
    window: { from: null, to: null, timezone: 'UTC' },
    totals,
    rates: ratesOf(totals),
    audit: {
      ...{ read: 2000, counted: 2000, duplicates: 0, rejected: 0, ignored: 0, test: 0 },
      ...{ outsideWindow: 0, otherDeliveries: 0 },
      ...audit,
    },
    sections: {
      'bounce-reasons': { rows: [] },
      'error-reasons': { rows: [] },
      'email-performance': course({ sent: totals.sent, delivered: totals.delivered }),
      comparison: nothingCompared,
      'mailbox-providers': { rows: [] },
      'recipient-domains': { rows: [] },
      blocks: { rows: [] },
      'machine-activity': { rows: [] },
      ...sections,
    },
  };
}

/** What is found in a delivery that went well but for what is given. */
export function foundIn(given: Given, settings: Partial<FindingSettings> = {}): readonly Finding[] {
  return findingsOf(judged(given), { ...usualSettings, ...settings });
}

/** One finding of a delivery by its id. */
export function findingIn(
  id: Finding['finding'],
  given: Given,
  settings: Partial<FindingSettings> = {},
): Finding | undefined {
  return foundIn(given, settings).find(({ finding }) => finding === id);
}
