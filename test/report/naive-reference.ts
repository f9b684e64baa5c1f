import type { Audit, MachineActivity, Totals } from '../../src/report/report.ts';

/** A row of the native format as the generated dumps write it; a text is a line that is no row. */
export interface NativeRow {
  readonly event_type: string;
  readonly timestamp: string;
  readonly delivery_id: string | null;
  readonly event_id: string | null;
  readonly message_id: string | null;
  readonly recipient: string | null;
  readonly bounce_category: string | null;
  readonly reason: string | null;
  readonly code: string | null;
  readonly is_machine: boolean | null;
  readonly is_test: boolean | null;
  readonly variant: string | null;
}

export interface NaiveReport {
  readonly totals: Totals;
  /** The times of its opens and clicks. */
  readonly engagement: Readonly<Record<'opens' | 'clicks', readonly number[]>>;
  readonly audit: Audit;
  readonly reasons: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, number>>;
  readonly categories: Readonly<Record<string, number>>;
}

const types = new Set(
  'targeted excluded sent delivered bounce error delay open click unsubscribe complaint'.split(' '),
);

const usable = (row: NativeRow | string): row is NativeRow =>
  typeof row !== 'string' && types.has(row.event_type) && !Number.isNaN(Date.parse(row.timestamp));

export function categoryOf(row: NativeRow): string {
  if (row.bounce_category !== null) return row.bounce_category;
  if (row.code?.startsWith('5')) return 'hard';
  return row.code?.startsWith('4') ? 'soft' : 'ignored';
}

export function messageOf(row: NativeRow): string | null {
  if (row.message_id !== null) return `message ${row.message_id}`;
  return row.recipient === null ? null : `person ${row.recipient}`;
}

function tally(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

export interface NaiveOptions {
  readonly from: number | null;
  readonly to: number | null;
  readonly includeTests: boolean;
  readonly machines: MachineActivity;
}

const day = 24 * 60 * 60 * 1000;

/** When the last day of a delivery starts; null where it has no more than that. */
export function naiveLastDay(
  rows: readonly (NativeRow | string)[],
  deliveryId: string,
  options: Pick<NaiveOptions, 'includeTests'>,
): number | null {
  const times = naiveEvents(rows, deliveryId, { from: null, to: null, ...options }).events.map(
    ({ timestamp }) => Date.parse(timestamp),
  );
  const last = Math.max(...times);
  return last - Math.min(...times) > day ? last - day : null;
}

/** The events of a delivery that count, and how many do not for what cause. */
export function naiveEvents(
  rows: readonly (NativeRow | string)[],
  deliveryId: string,
  options: Omit<NaiveOptions, 'machines'>,
) {
  const good = rows.filter(usable);
  const own = good.filter((row) => (row.delivery_id ?? 'dump') === deliveryId);
  const seen = new Set<string>();
  const fates = own.map((row) => {
    if (row.event_id !== null) {
      if (seen.has(row.event_id)) return 'duplicates';
      seen.add(row.event_id);
    }
    if (row.is_test === true && !options.includeTests) return 'test';
    const time = Date.parse(row.timestamp);
    if ((options.from !== null && time < options.from) || (options.to !== null && time >= options.to))
      return 'outside';
    return 'counted';
  });
  const fate = (name: string): number => fates.filter((value) => value === name).length;
  const events = own.filter((_row, index) => fates[index] === 'counted');
  // An empty list holds no row.
  const held = rows.filter((row) => row !== '[]');
  const audit: Audit = {
    read: held.length,
    counted: events.length,
    duplicates: fate('duplicates'),
    rejected: held.length - good.length,
    ignored: 0,
    test: fate('test'),
    outsideWindow: fate('outside'),
    otherDeliveries: good.length - own.length,
  };
  return { events, audit };
}

/** The metrics of design.md section 5, written down once more in the plainest way: arrays, sets and loops. */
export function naiveReport(
  rows: readonly (NativeRow | string)[],
  deliveryId: string,
  options: NaiveOptions,
): NaiveReport {
  const { events, audit } = naiveEvents(rows, deliveryId, options);
  const of = (type: string): NativeRow[] => events.filter((row) => row.event_type === type);
  const byHand = (type: string): NativeRow[] => of(type).filter((row) => row.is_machine !== true);
  const engaged = options.machines === 'included' ? of : byHand;
  const times = (list: readonly NativeRow[]): number[] => list.map(({ timestamp }) => Date.parse(timestamp));

  const unique = (list: readonly NativeRow[]): number => {
    const known = list.filter((row) => row.recipient !== null || row.message_id !== null);
    const keys = known.map((row) =>
      row.recipient === null ? `message ${row.message_id}` : `person ${row.recipient}`,
    );
    return new Set(keys).size + list.length - known.length;
  };
  const messages = (list: readonly NativeRow[]): Set<string> =>
    new Set(list.map(messageOf).filter((message) => message !== null));
  const anonymous = (type: string): number => of(type).filter((row) => messageOf(row) === null).length;

  const failed = messages(of('bounce').filter((row) => categoryOf(row) !== 'ignored'));
  const delivered = messages(of('delivered'));
  const ended = messages([...of('bounce'), ...of('error'), ...of('excluded')]);
  const waiting = [...messages(of('sent'))].filter(
    (message) => !delivered.has(message) && !ended.has(message),
  );
  const targeted = of('targeted').length;
  const sent = of('sent').length;
  return {
    totals: {
      targeted: targeted > 0 ? targeted : sent + of('error').length + of('excluded').length,
      excluded: of('excluded').length,
      sent,
      delivered: [...delivered].filter((message) => !failed.has(message)).length + anonymous('delivered'),
      bounces: of('bounce').length,
      errors: of('error').length,
      opens: engaged('open').length,
      clicks: engaged('click').length,
      uniqueOpens: unique(engaged('open')),
      uniqueClicks: unique(engaged('click')),
      machineOpens: of('open').length - byHand('open').length,
      machineClicks: of('click').length - byHand('click').length,
      retries: of('delay').length,
      unsubscribes: of('unsubscribe').length,
      complaints: of('complaint').length,
      pending: waiting.length + Math.max(0, anonymous('sent') - anonymous('delivered') - anonymous('bounce')),
    },
    engagement: { opens: times(engaged('open')), clicks: times(engaged('click')) },
    audit,
    reasons: tally(of('bounce').map((row) => `${row.reason} ${row.code} ${categoryOf(row)}`)),
    errors: tally(of('error').map((row) => `${row.reason} ${row.code}`)),
    categories: tally(of('bounce').map(categoryOf)),
  };
}
