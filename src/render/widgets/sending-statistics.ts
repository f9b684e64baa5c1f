import type { Bar } from '../../charts/bars.ts';
import { ringChart } from '../../charts/ring.ts';
import { barsInWords } from '../view/reasons.ts';
import { numberCell, numberColumn, row, textCell, textColumn } from '../view/table.ts';
import { chartWidth, type Widget } from './widget.ts';

/** How the sending ended. */
export const sendingStatisticsWidget: Widget<'sending-statistics'> = {
  id: 'sending-statistics',
  title: 'widget.sending-statistics',
  subtitle: 'widget.sending-statistics.subtitle',
  columns: 4,
  view: ({ sections }, format) => {
    const { text, count, rate } = format;
    const { rows } = sections['sending-statistics'];
    const whole = rows.reduce((sum, status) => sum + status.count, 0);
    if (whole === 0) return { kind: 'empty', words: text('empty.sent'), good: false };
    const bars = rows.map(
      (status): Bar => ({
        label: text(`metric.${status.status}`),
        kind: '',
        count: status.count,
        figure: count(status.count),
        share: rate(status.share),
        color: status.status,
      }),
    );
    return {
      kind: 'chart',
      beside: false,
      wide: null,
      narrow: {
        spec: ringChart(bars, { figure: count(whole), label: text('ring.outcomes') }, chartWidth.narrow),
        label: barsInWords(text('widget.sending-statistics'), bars, format),
      },
      table: {
        caption: text('widget.sending-statistics'),
        columns: [
          textColumn(text('column.status')),
          numberColumn(text('column.count')),
          numberColumn(text('column.share')),
        ],
        rows: bars.map((bar, index) =>
          row(
            textCell(bar.label, bar.color),
            numberCell(bar.figure, bar.count),
            numberCell(bar.share, rows[index]?.share ?? null),
          ),
        ),
        printed: false,
      },
    };
  },
};
