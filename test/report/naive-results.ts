import { categoryOf, messageOf, type NaiveOptions, type NativeRow, naiveEvents } from './naive-reference.ts';

export type NaiveResults = Record<string, number>;

const countsNothing: NaiveResults = {
  sent: 0,
  delivered: 0,
  bounces: 0,
  hard: 0,
  soft: 0,
  ignored: 0,
  opens: 0,
  clicks: 0,
  unsubscribes: 0,
  complaints: 0,
};

const domainOf = ({ recipient }: NativeRow): string | null =>
  recipient?.includes('@') === true ? recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase() : null;

const greatest = (names: readonly (string | null)[]): string | null =>
  names
    .filter((name) => name !== null)
    .sort()
    .at(-1) ?? null;

/** What came of the messages by domain or variant, written down once more in the plainest way; '' is who has no name. */
export function naiveResults(
  rows: readonly (NativeRow | string)[],
  deliveryId: string,
  by: 'domain' | 'variant',
  options: NaiveOptions,
): Readonly<Record<string, NaiveResults>> {
  const { events } = naiveEvents(rows, deliveryId, options);
  const ownName = by === 'domain' ? domainOf : ({ variant }: NativeRow) => variant;
  const ofMessage = (message: string, ...types: string[]): NativeRow[] =>
    events.filter((row) => messageOf(row) === message && types.includes(row.event_type));
  const messageName = (message: string): string | null =>
    greatest(ofMessage(message, 'sent', 'delivered', 'bounce', 'error', 'excluded').map(ownName));
  const nameOf = (row: NativeRow): string | null => {
    const message = messageOf(row);
    return ownName(row) ?? (message === null ? null : messageName(message));
  };

  const results: Record<string, NaiveResults> = {};
  const count = (name: string | null, ...metrics: string[]): void => {
    if (by === 'variant' && name === null) return;
    results[name ?? ''] ??= { ...countsNothing };
    for (const metric of metrics) {
      const own = results[name ?? ''] ?? countsNothing;
      own[metric] = (own[metric] ?? 0) + 1;
    }
  };

  for (const row of events) {
    if (row.event_type === 'sent') count(nameOf(row), 'sent');
    if (row.event_type === 'bounce') count(nameOf(row), 'bounces', categoryOf(row));
    if (row.event_type === 'unsubscribe') count(nameOf(row), 'unsubscribes');
    if (row.event_type === 'complaint') count(nameOf(row), 'complaints');
    if (row.event_type === 'delivered' && messageOf(row) === null) count(nameOf(row), 'delivered');
  }
  for (const message of new Set(events.map(messageOf).filter((one) => one !== null))) {
    const failed = ofMessage(message, 'bounce').some((row) => categoryOf(row) !== 'ignored');
    if (ofMessage(message, 'delivered').length > 0 && !failed) count(messageName(message), 'delivered');
  }

  const engaged = events.filter((row) => ['open', 'click'].includes(row.event_type));
  const personOf = (row: NativeRow): string | null =>
    row.recipient === null ? messageOf(row) : `person ${row.recipient}`;
  const people = new Map<string, NativeRow[]>();
  for (const [index, row] of engaged.entries()) {
    const key = JSON.stringify([personOf(row) ?? index, by === 'variant' ? nameOf(row) : null]);
    people.set(key, [...(people.get(key) ?? []), row]);
  }
  for (const own of people.values()) {
    const counted = own.filter((row) => options.machines === 'included' || row.is_machine !== true);
    const name = greatest(own.map(nameOf));
    if (counted.some((row) => row.event_type === 'open')) count(name, 'opens');
    if (counted.some((row) => row.event_type === 'click')) count(name, 'clicks');
  }
  return results;
}
