import { type Bar, barChart } from '../../charts/bars.ts';
import type { Totals } from '../../report/report.ts';
import type { ShownReport } from '../../report/shown-figures.ts';
import type { Format } from '../view/format.ts';
import { type RateView, rateView } from '../view/rates.ts';
import { barsInWords } from '../view/reasons.ts';
import { type Cell, numberCell, numberColumn, type Row, row, textCell, textColumn } from '../view/table.ts';
import type { Widget } from './widget.ts';

/** The key figures as tiles, and the lesser ones in a line below them; or all of them as bars or a table. */
export const emailSummaryWidget: Widget<'email-summary'> = {
  id: 'email-summary',
  title: 'widget.email-summary',
  subtitle: null,
  size: { columns: 12, rows: 7 },
  views: ['tiles', 'bar', 'table'],
  inMail: true,
  show: (report, format) => {
    const { text } = format;
    const bars = barsOf(report, format);
    return {
      kind: 'figures',
      label: barsInWords(text('widget.email-summary'), bars, format),
      chart: (_kind, room) => barChart(bars, room),
      table: {
        caption: text('widget.email-summary'),
        columns: [
          textColumn(text('column.metric')),
          numberColumn(text('column.count')),
          numberColumn(text('column.unique')),
          numberColumn(text('column.machine')),
          numberColumn(text('column.rate')),
        ],
        rows: rowsOf(report, format),
        printed: false,
      },
      tiles: summaryTiles(report, format),
    };
  },
};

/** A key figure; its rate is null where it has none. */
interface Tile {
  readonly metric: Metric;
  readonly label: string;
  readonly count: string;
  readonly rate: RateView | null;
  /** How many people, and how many machines. */
  readonly details: readonly string[];
}

/** One of the lesser figures: a count, a rate or both. */
interface LesserFigure {
  readonly label: string;
  readonly count: string | null;
  readonly rate: RateView | null;
}

export interface SummaryTiles {
  readonly tiles: readonly Tile[];
  readonly lesser: readonly LesserFigure[];
}

/** The key figures, and the lesser ones that stand below them. */
export function summaryTiles(report: ShownReport, format: Format): SummaryTiles {
  return {
    tiles: report.sections['email-summary'].rows.map(({ metric, count }) => ({
      metric,
      label: format.text(`metric.${metric}`),
      count: format.count(count),
      rate: metric === 'sent' ? null : rateView(metric, report, format),
      details: details(metric, report, format),
    })),
    lesser: lesser(report, format),
  };
}

type Metric = ShownReport['sections']['email-summary']['rows'][number]['metric'];

function barsOf({ sections }: ShownReport, { text, count, rate }: Format): readonly Bar[] {
  return sections['email-summary'].rows.map((row) => ({
    label: text(`metric.${row.metric}`),
    kind: '',
    count: row.count,
    figure: count(row.count),
    share: row.metric === 'sent' ? '' : rate(row.rate),
    color: row.metric,
  }));
}

const uniques = { opens: 'uniqueOpens', clicks: 'uniqueClicks' } as const;
const machines = { opens: 'machineOpens', clicks: 'machineClicks' } as const;
const alsoCounted = ['targeted', 'excluded', 'retries', 'pending', 'unsubscribes', 'complaints'] as const;

function rowsOf({ sections, totals, rates }: ShownReport, { text, count, rate }: Format): readonly Row[] {
  const counted = (name: keyof Totals | null): Cell =>
    name === null ? numberCell('', null) : numberCell(count(totals[name]), totals[name]);
  const rated = (name: string): Cell => {
    const value = name in rates ? rates[name as keyof typeof rates] : undefined;
    return value === undefined ? numberCell('', null) : numberCell(rate(value), value);
  };
  const both = (metric: Metric, names: typeof uniques | typeof machines): Cell =>
    counted(metric === 'opens' || metric === 'clicks' ? names[metric] : null);
  return [
    ...sections['email-summary'].rows.map(({ metric }) =>
      row(
        textCell(text(`metric.${metric}`), metric),
        counted(metric),
        both(metric, uniques),
        both(metric, machines),
        rated(metric),
      ),
    ),
    ...alsoCounted.map((metric) =>
      row(textCell(text(`metric.${metric}`)), counted(metric), counted(null), counted(null), rated(metric)),
    ),
  ];
}

/** The small lines of a tile: how many people, and how many machines besides or among them. */
function details(
  metric: Metric,
  { totals, machines: counted }: ShownReport,
  format: Format,
): readonly string[] {
  if (metric !== 'opens' && metric !== 'clicks') return [];
  const { text, count } = format;
  const machine = counted === 'included' ? 'tile.machineIncluded' : 'tile.machine';
  return [
    text('tile.unique', { count: count(totals[uniques[metric]]) }),
    text(machine, { count: count(totals[machines[metric]]) }),
  ];
}

function lesser(report: ShownReport, format: Format): readonly LesserFigure[] {
  const { totals } = report;
  const figure = (id: 'targeted' | 'excluded' | 'retries' | 'pending'): LesserFigure => ({
    label: format.text(`metric.${id}`),
    count: format.count(totals[id]),
    rate: null,
  });
  return [
    figure('targeted'),
    figure('excluded'),
    figure('retries'),
    figure('pending'),
    { label: format.text('rate.clickToOpen'), count: null, rate: rateView('clickToOpen', report, format) },
    {
      label: format.text('metric.unsubscribes'),
      count: format.count(totals.unsubscribes),
      rate: rateView('unsubscribes', report, format),
    },
    {
      label: format.text('metric.complaints'),
      count: format.count(totals.complaints),
      rate: rateView('complaints', report, format),
    },
  ];
}
