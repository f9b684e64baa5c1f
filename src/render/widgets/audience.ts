import { type Bar, barChart } from '../../charts/bars.ts';
import type { ColorName } from '../../charts/palette.ts';
import type { TextKey } from '../../locales/texts.ts';
import type { ShownReport } from '../../report/shown-figures.ts';
import type { Format } from '../view/format.ts';
import { barsInWords } from '../view/reasons.ts';
import { type CellBar, numberCell, numberColumn, row, textCell, textColumn } from '../view/table.ts';
import type { Widget } from './widget.ts';

type Step = ShownReport['sections']['audience']['rows'][number];

/** The steps but for what is left, each with its name and colour; a loss takes away from the step before it. */
const looks: Record<
  Exclude<Step['stage'], 'leftOfTargeted' | 'leftOfSent'>,
  { readonly name: TextKey; readonly color: ColorName; readonly loss?: true }
> = {
  targeted: { name: 'metric.targeted', color: 'other' },
  excluded: { name: 'metric.excluded', color: 'other', loss: true },
  errors: { name: 'metric.errors', color: 'errors', loss: true },
  sent: { name: 'metric.sent', color: 'sent' },
  bounced: { name: 'stage.bounced', color: 'bounces', loss: true },
  pending: { name: 'metric.pending', color: 'other', loss: true },
  delivered: { name: 'metric.delivered', color: 'delivered' },
  opened: { name: 'stage.opened', color: 'opens' },
  clicked: { name: 'stage.clicked', color: 'clicks' },
};

/** How many of the targeted came how far. */
export const audienceWidget: Widget<'audience'> = {
  id: 'audience',
  title: 'widget.audience',
  subtitle: 'widget.audience.subtitle',
  size: { columns: 6, rows: 10 },
  views: ['table', 'bar'],
  inMail: false,
  appears: ({ sections }) => sections.audience.rows.some(({ count }) => count !== 0),
  show: ({ sections }, format) => {
    const { text } = format;
    const { rows } = sections.audience;
    if (rows.length === 0) return { kind: 'empty', words: text('empty.audience'), good: false };
    if (rows.every(({ count }) => count === 0))
      return { kind: 'empty', words: text('empty.sent'), good: false };
    const steps = rows.filter(({ stage, count }) => count !== 0 || !isLeft(stage));
    const bars = steps.map((step) => barOf(step, format));
    return {
      kind: 'figures',
      label: barsInWords(text('widget.audience'), bars, format),
      chart: (_kind, room) => barChart(bars, room),
      table: {
        caption: text('widget.audience'),
        columns: [
          textColumn(text('stage.column')),
          numberColumn(text('column.count')),
          numberColumn(text('column.share')),
        ],
        rows: bars.map((bar, index) =>
          row(
            textCell(bar.label),
            { ...numberCell(bar.figure, bar.count), bar: cellBar(bar, bars) },
            numberCell(bar.share, sizeOf(steps[index]?.share ?? null)),
          ),
        ),
        printed: true,
      },
      tiles: null,
    };
  },
};

/** A bar beside its figure, in proportion to the largest. */
const cellBar = ({ count, color }: Bar, bars: readonly Bar[]): CellBar => ({
  percent: Math.ceil((100 * count) / Math.max(...bars.map((bar) => bar.count))),
  color,
});

const isLeft = (stage: Step['stage']): stage is 'leftOfTargeted' | 'leftOfSent' =>
  stage === 'leftOfTargeted' || stage === 'leftOfSent';

const sizeOf = (share: number | null): number | null => (share === null ? null : Math.abs(share));

/** A step as a bar. What is left below zero was told of without the step before: that many come in rather than drop out. */
function barOf({ stage, count, share }: Step, format: Format): Bar {
  const { text } = format;
  const { name, color, loss }: (typeof looks)[keyof typeof looks] = isLeft(stage)
    ? { name: count < 0 ? 'stage.surplus' : 'stage.missing', color: 'other', loss: true }
    : looks[stage];
  const sign = count < 0 ? 'stage.gain' : 'stage.loss';
  const size = Math.abs(count);
  return {
    label: loss === true ? text(sign, { stage: text(name) }) : text(name),
    kind: '',
    count: size,
    figure: format.count(size),
    share: format.rate(sizeOf(share)),
    color,
  };
}
