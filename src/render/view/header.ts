import type { ShownReport } from '../../report/shown-figures.ts';
import { displayText } from '../escape.ts';
import type { Format } from './format.ts';

/** What the head tells of a delivery besides its name. */
export type FactId = 'id' | 'period' | 'window' | 'zone' | 'format' | 'upTo' | 'machines';

interface Fact {
  readonly id: FactId;
  readonly name: string;
  readonly value: string;
  readonly foreign: boolean;
}

export interface HeaderView {
  readonly name: string;
  readonly facts: readonly Fact[];
}

/** What a delivery is called: its label, or its id where it has none. */
export function deliveryName({ id, label }: Pick<ShownReport['delivery'], 'id' | 'label'>): string {
  return displayText(label ?? '') || displayText(id);
}

/** The head of the report: which delivery, which events, seen from where. */
export function headerView({ delivery, window, machines }: ShownReport, format: Format): HeaderView {
  const { text } = format;
  const [first, last] = [delivery.firstEvent, delivery.lastEvent].map(
    (instant) => instant && Date.parse(instant),
  );
  const known = typeof first === 'number' && typeof last === 'number';
  const fact = (id: FactId, value: string, foreign = false): Fact => ({
    id,
    name: text(`header.${id}`),
    value,
    foreign,
  });
  return {
    name: deliveryName(delivery),
    facts: [
      fact('id', displayText(delivery.id), true),
      fact('period', known ? format.period(first, last) : text('header.none')),
      fact('window', windowInWords(window, format)),
      fact('zone', known ? zoneInWords(first, last, format) : format.zone.name),
      fact('format', displayText(delivery.format), true),
      ...(known ? [fact('upTo', format.dateTime(last))] : []),
      ...(machines === 'included' ? [fact('machines', text('header.machinesIncluded'))] : []),
    ],
  };
}

function windowInWords({ from, to }: ShownReport['window'], { text, dateTime }: Format): string {
  if (from !== null && to !== null) {
    return text('window.between', { from: dateTime(Date.parse(from)), to: dateTime(Date.parse(to)) });
  }
  if (from !== null) return text('window.from', { from: dateTime(Date.parse(from)) });
  return to === null ? text('window.all') : text('window.to', { to: dateTime(Date.parse(to)) });
}

/** The zone with its distance from UTC, or both distances where clocks changed between the first and last event. */
function zoneInWords(first: number, last: number, { text, zone, offset }: Format): string {
  if (zone.name === 'UTC') return zone.name;
  const [from, to] = [offset(first), offset(last)];
  return text('zone.offset', {
    zone: zone.name,
    offset: from === to ? from : text('zone.change', { from, to }),
  });
}
