import type { Report } from '../report/report.ts';
import { nothingCompared } from '../report/sections/comparison.ts';
import { renderHtml } from './html.ts';

/** The smallest report that every widget draws something for. */
const oneOfEverything: Report = {
  schemaVersion: 1,
  delivery: { id: '1', label: null, format: 'native', firstEvent: null, lastEvent: null },
  window: { from: null, to: null, timezone: 'UTC' },
  totals: {
    targeted: 3,
    excluded: 0,
    sent: 2,
    delivered: 1,
    bounces: 1,
    errors: 1,
    opens: 1,
    clicks: 1,
    uniqueOpens: 1,
    uniqueClicks: 1,
    machineOpens: 0,
    machineClicks: 0,
    retries: 0,
    unsubscribes: 0,
    complaints: 0,
    pending: 0,
  },
  rates: {
    delivered: 0.5,
    bounces: 0.5,
    errors: 0.5,
    opens: 1,
    clicks: 1,
    clickToOpen: 1,
    unsubscribes: 0,
    complaints: 0,
  },
  sections: {
    'email-summary': { rows: [{ metric: 'sent', count: 2, rate: null }] },
    'email-performance': {
      bucket: 'PT1M',
      rows: [
        {
          start: '2026-01-01T00:00:00.000Z',
          sent: 2,
          delivered: 1,
          bounces: 1,
          errors: 1,
          opens: 1,
          clicks: 1,
        },
      ],
    },
    'sending-statistics': { rows: [{ status: 'delivered', count: 1, share: 1 }] },
    'bounce-categories': { rows: [{ category: 'hard', count: 1, share: 1 }] },
    'bounce-reasons': {
      rows: [{ reason: 'a', code: null, status: null, category: 'hard', count: 1, share: 1 }],
    },
    'error-reasons': { rows: [{ reason: 'a', code: null, count: 1, share: 1 }] },
    'mailbox-providers': { rows: [] },
    'recipient-domains': { rows: [] },
    variants: { rows: [] },
    findings: { rows: [] },
    comparison: nothingCompared,
    'machine-activity': { rows: [], rules: [] },
    engagement: {
      rows: [{ activity: 'opens', count: 1, unique: 1, rate: 1, medianSeconds: 1, ninetiethSeconds: 1 }],
    },
    'engagement-since-send': {
      rows: [{ afterSeconds: 0, untilSeconds: 60, opens: 1, clicks: 1, openers: 1, clickers: 1 }],
    },
    'engagement-hours': { rows: [{ weekday: 1, hour: 0, opens: 1, clicks: 1 }] },
    'mail-clients': {
      rows: [{ kind: 'client', name: 'a', opens: 1, openShare: 1, clicks: 1, clickShare: 1 }],
    },
    links: {
      rows: [
        {
          url: 'https://example.com/',
          label: null,
          clicks: 1,
          uniqueClicks: 1,
          share: 1,
          firstClick: '2026-01-01T00:00:00.000Z',
          medianClick: '2026-01-01T00:00:00.000Z',
          lastClick: '2026-01-01T00:00:00.000Z',
        },
      ],
    },
    audience: { rows: [{ stage: 'targeted', count: 3, share: 1 }] },
    'excluded-reasons': { rows: [] },
    blocks: { rows: [] },
  },
  audit: {
    read: 1,
    counted: 1,
    duplicates: 0,
    rejected: 0,
    ignored: 0,
    test: 0,
    outsideWindow: 0,
    otherDeliveries: 0,
  },
  withMachines: null,
  lastDay: null,
};

/** Renders once for nothing: done while the engine is busy, it takes all first-time work off the first real page. */
export function warmUp(): void {
  renderHtml(oneOfEverything, { locale: 'en' });
}
