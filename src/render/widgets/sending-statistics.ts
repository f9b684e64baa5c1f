import type { Bar } from '../../charts/bars.ts';
import { partsOfWhole } from './parts-of-whole.ts';
import type { Widget } from './widget.ts';

/** How the sending ended. */
export const sendingStatisticsWidget: Widget<'sending-statistics'> = {
  id: 'sending-statistics',
  title: 'widget.sending-statistics',
  subtitle: 'widget.sending-statistics.subtitle',
  size: { columns: 4, rows: 10 },
  views: ['donut', 'bar', 'table'],
  inMail: true,
  show: ({ sections }, format) => {
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
    return partsOfWhole(
      bars,
      rows.map(({ share }) => share),
      {
        caption: text('widget.sending-statistics'),
        column: text('column.status'),
        middle: { figure: count(whole), label: text('ring.outcomes') },
      },
      format,
    );
  },
};
