import type { TopLevelSpec } from 'vega-lite';
import { type ColorName, color } from './palette.ts';
import { asGiven, type ChartText, pixels, textLayer } from './text-layer.ts';
import { fitText, textWidth, type Weight } from './text-width.ts';
import { labelSize } from './theme.ts';

export interface Bar {
  readonly label: string;
  /** What the bar's colour means, in words; empty where the label says it. */
  readonly kind: string;
  readonly count: number;
  readonly figure: string;
  readonly share: string;
  readonly color: ColorName;
}

const gap = 14;
const thickness = 7;
const thinnest = 1.5;
const rowGap = 9;

/**
 * Horizontal bars from zero, each below its own line of text: label, kind, count and share. Long labels get the
 * whole width that the figures leave; where that is little, kind and figures move to a line of their own.
 */
export function barChart(bars: readonly Bar[], width: number): TopLevelSpec {
  const column = (texts: readonly string[], weight: Weight): number =>
    Math.ceil(Math.max(0, ...texts.map((text) => textWidth(text, labelSize, weight))));
  const shares = column(
    bars.map(({ share }) => share),
    400,
  );
  const figures = column(
    bars.map(({ figure }) => figure),
    600,
  );
  const kinds = column(
    bars.map(({ kind }) => kind),
    400,
  );
  const stacked = width < 500 && kinds > 0;

  const figuresEnd = width - shares - gap;
  const kindsStart = stacked ? 0 : figuresEnd - figures - (kinds > 0 ? gap + kinds : 0);
  const largest = Math.max(1, ...bars.map(({ count }) => count));

  const texts: ChartText[] = [];
  const values: object[] = [];
  let height = -rowGap;
  for (const bar of bars) {
    const top = height + rowGap;
    const alone = stacked && bar.kind !== '';
    const room = alone ? width : (stacked ? figuresEnd - figures : kindsStart) - gap;
    const y = top + (alone ? 28 : 12);
    texts.push({ text: fitText(bar.label, room, labelSize), x: 0, y: top + 12 });
    if (bar.kind !== '') texts.push({ text: bar.kind, x: kindsStart, y, color: 'muted' });
    texts.push({ text: bar.figure, x: figuresEnd, y, align: 'right', weight: 600 });
    texts.push({ text: bar.share, x: width, y, align: 'right', color: 'muted' });
    height = y + 6 + thickness;
    const end = bar.count === 0 ? 0 : Math.max(thinnest, (bar.count / largest) * width);
    values.push({ end, top: y + 6, bottom: height, color: color(bar.color) });
  }
  return {
    autosize: 'none',
    padding: 0,
    width,
    height,
    layer: [
      {
        data: { values },
        mark: { type: 'rect', cornerRadius: 1.5 },
        encoding: {
          x: { value: 0 },
          x2: pixels('end'),
          y: pixels('top'),
          y2: { field: 'bottom' },
          fill: asGiven('color'),
        },
      },
      textLayer(texts),
    ],
  } as TopLevelSpec;
}
