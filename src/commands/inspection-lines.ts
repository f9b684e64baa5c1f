import type { Delivery } from '../report/deliveries.ts';

const shownDeliveries = 20;

export const number = (value: number): string => value.toLocaleString('en-US');

/** The first of a long list, and how many more there are. */
export function firstOf(lines: readonly string[], most: number): readonly string[] {
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most), `… and ${number(lines.length - most)} more`];
}

/** Lines beside a title that stands before the first of them. */
export function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${(index === 0 ? title : '').padEnd(12)}${line}`);
}

/** How many events are of which type. */
export function typeLines(
  types: readonly { readonly type: string; readonly count: number }[],
): readonly string[] {
  const width = Math.max(...types.map(({ count }) => number(count).length), 0);
  return titled(
    'Events',
    types.map(({ type, count }) => `${number(count).padStart(width)}  ${type}`),
  );
}

/** Which deliveries there are. */
export function deliveryLines(deliveries: readonly Delivery[]): readonly string[] {
  const instant = (milliseconds: number | null): string =>
    milliseconds === null ? '–' : new Date(milliseconds).toISOString();
  const lines = deliveries.map(
    ({ id, label, firstEvent }) => `${id}${label === null ? '' : `  ${label}`}  ${instant(firstEvent)}`,
  );
  return titled('Deliveries', firstOf(lines, shownDeliveries));
}
