import type { IndexEntry } from '../../src/render/index-page.ts';
import { formatOf } from '../../src/render/view/format-of.ts';

const campaigns = [
  'Spring sale',
  'Newsletter',
  'Bienvenue à tous',
  'Cart reminder',
  'Terms of service update',
];
const hour = 3_600_000;

/** The newest of the generated deliveries begins here, each further one seven hours before the last. */
const newest = Date.parse('2026-03-14T09:00:00.000Z');

/** As many deliveries as one asks for, with figures that differ and add up; every tenth is in progress, every 25th failed. */
export function generatedExecutions(
  count: number,
): readonly { readonly href: string; readonly report: IndexEntry }[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `delivery-${String(index).padStart(4, '0')}`;
    const start = newest - index * 7 * hour;
    const failed = index % 25 === 24;
    const targeted = 1000 + ((index * 7919) % 90_000);
    const excluded = index % 13;
    const sent = failed ? 0 : targeted - excluded - (index % 7);
    const errors = failed ? targeted - excluded : index % 7;
    const bounces = Math.floor(sent / (20 + (index % 30)));
    const pending = index % 10 === 3 ? Math.floor(sent / 50) : 0;
    const delivered = sent - bounces - pending;
    const uniqueOpens = Math.floor((delivered * (10 + (index % 40))) / 100);
    const uniqueClicks = Math.floor(uniqueOpens / (4 + (index % 9)));
    const totals = {
      targeted,
      excluded,
      sent,
      delivered,
      bounces,
      errors,
      opens: uniqueOpens * 2,
      clicks: uniqueClicks + (index % 5),
      uniqueOpens,
      uniqueClicks,
      machineOpens: index % 50,
      machineClicks: index % 3,
      retries: index % 11,
      unsubscribes: index % 17,
      complaints: index % 4,
      pending,
    };
    return {
      href: `${id}/report.html`,
      report: {
        delivery: {
          id,
          label: index % 50 === 49 ? null : `${campaigns[index % campaigns.length]} ${index}`,
          format: 'native',
          firstEvent: new Date(start).toISOString(),
          lastEvent: new Date(start + 90 * hour).toISOString(),
        },
        totals,
        sections: { 'email-performance': { bucket: 'PT1H', rows: sendsOf(sent, start, index) } },
      },
    };
  });
}

/** Sends of a few hours out of a window of sixty, as most deliveries go. */
function sendsOf(sent: number, start: number, index: number) {
  const hours = 1 + (index % 40);
  return Array.from({ length: 60 }, (_, at) => ({
    start: new Date(start + at * hour).toISOString(),
    sent: at < hours ? Math.floor((sent * 2 * (at + 1)) / (hours * (hours + 1))) : 0,
    delivered: 0,
    bounces: 0,
    errors: 0,
    opens: 0,
    clicks: 0,
  }));
}

/** The figures of deliveries summed, by name. */
export function sumOf(
  entries: readonly { readonly report: IndexEntry }[],
  name: keyof IndexEntry['totals'],
): number {
  return entries.reduce((sum, { report }) => sum + report.totals[name], 0);
}

/** The numbers as an English reader sees them. */
export const english = formatOf('en', 'UTC');
