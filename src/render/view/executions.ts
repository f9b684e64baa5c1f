import type { Dictionary, TextKey } from '../../locales/texts.ts';
import { rateFormulas, ratesOf } from '../../report/rates.ts';
import type { Rates, Totals } from '../../report/report.ts';
import type { DeliveryStatus } from './delivery-status.ts';
import { bucketInWords, bucketOf } from './duration.ts';
import type { Format } from './format.ts';

// The list of executions is drawn twice, ahead and by the script inside the page: what both go by is here.

/** A delivery as the list shows it. */
export interface Execution {
  readonly href: string;
  readonly name: string;
  /** Its id where its name is another, else empty. */
  readonly id: string;
  /** What is missing in its report, in words; empty where nothing is. */
  readonly partial: string;
  /** Local time of the first event, as 2026-03-14T09:05; empty where there is none. */
  readonly firstEvent: string;
  readonly status: DeliveryStatus;
  readonly sends: Sends;
  readonly figures: Figures;
}

/** Totals, of one delivery or summed, and the rates that follow from them. */
export interface Figures {
  readonly totals: Totals;
  readonly rates: Rates;
}

/** The course of the sends: its sparkline, empty where nothing was sent, and the most that went out in one bucket. */
export interface Sends {
  readonly sparkline: string;
  readonly peak: number;
  readonly bucket: string;
}

/** Rows that show at once: the page's own, and those of a turn of its pager. */
export const pageSize = 50;

/** The statuses in the order that they are sorted by. */
export const statuses = ['complete', 'in-progress', 'failed'] as const satisfies readonly DeliveryStatus[];

/** What a column that has numbers and rates shows of them. */
export const figureModes = ['numbers', 'percent', 'both'] as const;
export type FigureMode = (typeof figureModes)[number];

/** A figure is a count, most of them with a rate; one is a rate alone. */
export type FigureId = keyof Totals | 'clickToOpen';
export type ColumnId = 'status' | 'firstEvent' | 'sends' | FigureId;

interface ColumnOf<Id> {
  readonly id: Id;
  readonly label: TextKey;
  /** Whether it is shown where nobody chose. */
  readonly usual: boolean;
}

export const factColumns: readonly ColumnOf<Exclude<ColumnId, FigureId>>[] = [
  { id: 'status', label: 'index.status', usual: true },
  { id: 'firstEvent', label: 'index.firstEvent', usual: true },
  { id: 'sends', label: 'index.sends', usual: true },
];

export const figureColumns: readonly ColumnOf<FigureId>[] = [
  { id: 'targeted', label: 'metric.targeted', usual: true },
  { id: 'excluded', label: 'metric.excluded', usual: true },
  { id: 'sent', label: 'metric.sent', usual: true },
  { id: 'pending', label: 'metric.pending', usual: false },
  { id: 'retries', label: 'metric.retries', usual: false },
  { id: 'delivered', label: 'metric.delivered', usual: true },
  { id: 'bounces', label: 'metric.bounces', usual: true },
  { id: 'opens', label: 'metric.opens', usual: true },
  { id: 'uniqueOpens', label: 'index.uniqueOpens', usual: false },
  { id: 'machineOpens', label: 'index.machineOpens', usual: false },
  { id: 'clicks', label: 'metric.clicks', usual: true },
  { id: 'uniqueClicks', label: 'index.uniqueClicks', usual: false },
  { id: 'machineClicks', label: 'index.machineClicks', usual: false },
  { id: 'clickToOpen', label: 'rate.clickToOpen', usual: false },
  { id: 'errors', label: 'metric.errors', usual: true },
  { id: 'unsubscribes', label: 'metric.unsubscribes', usual: false },
  { id: 'complaints', label: 'metric.complaints', usual: true },
];

export const columns = [...factColumns, ...figureColumns];

const isCount = (id: FigureId): id is keyof Totals => id !== 'clickToOpen';
const isRate = (id: FigureId): id is FigureId & keyof Rates => id in rateFormulas;
const counted = figureColumns.map(({ id }) => id).filter(isCount);

/** What a column says; undefined is what it does not speak of, a rate of null had nothing to divide by. */
export interface Figure {
  readonly count: number | undefined;
  readonly rate: number | null | undefined;
}

export function figureOf(id: FigureId, { totals, rates }: Figures): Figure {
  return { count: isCount(id) ? totals[id] : undefined, rate: isRate(id) ? rates[id] : undefined };
}

/** A figure as text: the first line of its cell, and the one below where there is one. */
export interface FigureTexts {
  readonly main: string;
  readonly below: string | null;
}

export function figureTexts({ count, rate }: Figure, mode: FigureMode, format: Format): FigureTexts {
  const percentage = rate === undefined ? null : format.rate(rate);
  if (count === undefined) return { main: percentage ?? '–', below: null };
  if (mode === 'percent' && percentage !== null) return { main: percentage, below: null };
  return { main: format.count(count), below: mode === 'both' ? percentage : null };
}

const figuresFrom = (count: (name: keyof Totals, index: number) => number): Figures => {
  const totals = Object.fromEntries(counted.map((name, index) => [name, count(name, index)])) as Totals;
  return { totals, rates: ratesOf(totals) };
};

/** What the row of the sums is called: where a report of theirs is partial, so are they. */
export const totalLabel = (executions: readonly Execution[]): TextKey =>
  executions.some(({ partial }) => partial !== '') ? 'index.totalPartial' : 'index.total';

/** Sums over deliveries. Who opened two of them is two unique opens: nobody is known across deliveries. */
export function sumFigures(executions: readonly Execution[]): Figures {
  return figuresFrom((name) => executions.reduce((sum, { figures }) => sum + figures.totals[name], 0));
}

/** The first event as text; its local time is read like UTC, which the format has to be of. */
export function firstEventText(firstEvent: string, format: Format): string {
  return firstEvent === '' ? '–' : format.dateTime(Date.parse(`${firstEvent}Z`));
}

export function sendsInWords({ peak, bucket }: Sends, format: Format): string {
  return format.text('index.peak', {
    peak: format.count(peak),
    bucket: bucketInWords(bucketOf(bucket), format),
  });
}

/** What the page carries for its script: the texts that it needs and all deliveries, newest first. */
export interface ExecutionsData {
  readonly dictionary: Dictionary;
  readonly rows: readonly PackedExecution[];
}

/** Thousands of deliveries go into a page: names of fields would be half of it. */
export type PackedExecution = readonly [
  href: string,
  name: string,
  id: string,
  firstEvent: string,
  status: number,
  sparkline: string,
  peak: number,
  bucket: string,
  totals: readonly number[],
  partial?: string,
];

export function packExecution({ href, name, id, partial, firstEvent, ...rest }: Execution): PackedExecution {
  const { sparkline, peak, bucket } = rest.sends;
  const totals = counted.map((metric) => rest.figures.totals[metric]);
  const status = statuses.indexOf(rest.status);
  const packed = [href, name, id, firstEvent, status, sparkline, peak, bucket, totals] as const;
  return partial === '' ? packed : [...packed, partial];
}

export function unpackExecution(packed: PackedExecution): Execution {
  const [href, name, id, firstEvent, status, sparkline, peak, bucket, counts, partial = ''] = packed;
  return {
    href,
    name,
    id,
    partial,
    firstEvent,
    status: statuses[status] ?? 'complete',
    sends: { sparkline, peak, bucket },
    figures: figuresFrom((_, index) => counts[index] ?? 0),
  };
}
