import { type HeatMap, heatMapChart } from '../../charts/heat-map.ts';
import type { ShownReport } from '../../report/shown-figures.ts';
import type { Format } from '../view/format.ts';
import { type Cell, numberCell, numberColumn, row, textCell, textColumn } from '../view/table.ts';
import type { Widget } from './widget.ts';

type Hours = ShownReport['sections']['engagement-hours']['rows'];
type Hour = Hours[number];

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
/** The parts of a day that the table sums up, by the hours that they begin at. */
const parts = [0, 6, 12, 18];
const partLength = 6;

/** When people open, by weekday and hour of the report's time zone; when they click where no opens are counted. */
export const engagementHoursWidget: Widget<'engagement-hours'> = {
  id: 'engagement-hours',
  title: 'widget.engagement-hours',
  subtitle: 'widget.engagement-hours.subtitle',
  size: { columns: 6, rows: 9 },
  views: ['heatmap', 'table'],
  inMail: false,
  appears: ({ sections }) => sections['engagement-hours'].rows.length > 0,
  show: ({ sections, window, totals }, format) => {
    const { text, count } = format;
    const { rows } = sections['engagement-hours'];
    if (rows.length === 0) return { kind: 'empty', words: text('empty.engagement'), good: false };
    const metric = totals.opens > 0 ? 'opens' : 'clicks';
    const legend = text('hours.legend', { metric: text(`metric.${metric}`), zone: window.timezone });
    const map = heatMapOf(rows, metric, legend, format);
    const counted = (value: number): Cell => numberCell(count(value), value);
    const sumOf = (of: 'opens' | 'clicks', weekday: number, from = 0, until = 24): number =>
      rows
        .filter((each) => each.weekday === weekday && each.hour >= from && each.hour < until)
        .reduce((sum, each) => sum + each[of], 0);
    return {
      kind: 'figures',
      label: inWords(rows, metric, legend, format),
      chart: (_kind, room) => heatMapChart(map, room),
      table: {
        caption: legend,
        columns: [
          textColumn(text('column.weekday')),
          ...parts.map((from) => numberColumn(periodOf(from, from + partLength, format))),
          numberColumn(text('metric.opens')),
          numberColumn(text('metric.clicks')),
        ],
        rows: weekdays.map((weekday) =>
          row(
            { ...textCell(text(`weekday.${weekday}`)), sort: weekday },
            ...parts.map((from) => counted(sumOf(metric, weekday, from, from + partLength))),
            counted(sumOf('opens', weekday)),
            counted(sumOf('clicks', weekday)),
          ),
        ),
        printed: false,
      },
      tiles: null,
    };
  },
};

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

const periodOf = (from: number, to: number, { text }: Format): string =>
  text('date.period', { from: clock(from), to: clock(to) });

const cellOf = ({ weekday, hour }: Hour, format: Format): string =>
  format.text('hours.cell', {
    weekday: format.text(`weekday.${weekdays[weekday - 1] ?? 1}`),
    period: periodOf(hour, hour + 1, format),
  });

function heatMapOf(rows: Hours, metric: 'opens' | 'clicks', legend: string, format: Format): HeatMap {
  const { text, count } = format;
  return {
    legend: { label: legend, few: text('heat.few'), many: text('heat.many') },
    columns: Array.from({ length: 24 }, (_, hour) => clock(hour)),
    rows: weekdays.map((weekday) => ({
      label: text(`weekday.${weekday}`),
      cells: rows
        .filter((each) => each.weekday === weekday)
        .map((each) => ({
          count: each[metric],
          title: cellOf(each, format),
          figures: (['opens', 'clicks'] as const).map((one) => ({
            ...{ label: text(`metric.${one}`), figure: count(each[one]) },
            color: one,
          })),
        })),
    })),
  };
}

/** The heat map in words: which hour of the week has most. */
function inWords(rows: Hours, metric: 'opens' | 'clicks', title: string, format: Format): string {
  const peak = rows.reduce((most, each) => (each[metric] > most[metric] ? each : most));
  const figures = format.text('hours.peak', {
    count: format.count(peak[metric]),
    cell: cellOf(peak, format),
  });
  return format.text('chart.label', { title, figures });
}
