import type { TopLevelSpec } from 'vega-lite';
import type { Bar } from './bars.ts';
import { color } from './palette.ts';
import { asGiven, type ChartText, pixels, textLayer } from './text-layer.ts';
import { textWidth } from './text-width.ts';

export interface RingMiddle {
  readonly figure: string;
  readonly label: string;
}

const radius = 78;
const hole = 56;
const rowHeight = 26;
const legendTop = 2 * radius + 22;
const circle = 2 * Math.PI;

/** A part of the whole is never too thin to be seen: it is there, and its figures say how small it is. */
const leastAngle = 0.035;

/** A ring of the parts of a whole around its main figure, and a line of figures for each part below it. */
export function ringChart(parts: readonly Bar[], middle: RingMiddle, width: number): TopLevelSpec {
  const shown = parts.filter(({ count }) => count > 0).length;
  const texts: readonly ChartText[] = [
    {
      text: middle.figure,
      x: width / 2,
      y: radius + 6,
      align: 'center',
      weight: 600,
      size: fitting(middle.figure),
    },
    { text: middle.label, x: width / 2, y: radius + 24, align: 'center', color: 'muted' },
    ...parts.flatMap(({ label, figure, share }, index): readonly ChartText[] => {
      const y = legendTop + index * rowHeight + 9.5;
      return [
        { text: label, x: 18, y },
        { text: figure, x: width - 64, y, align: 'right', weight: 600 },
        { text: share, x: width, y, align: 'right', color: 'muted' },
      ];
    }),
  ];
  const swatches = parts.map((part, index) => ({
    top: legendTop + index * rowHeight,
    bottom: legendTop + index * rowHeight + 10,
    color: color(part.color),
  }));
  return {
    autosize: 'none',
    padding: 0,
    width,
    height: legendTop + parts.length * rowHeight - 10,
    layer: [
      {
        data: { values: arcs(parts) },
        mark: {
          type: 'arc',
          innerRadius: hole,
          outerRadius: radius,
          stroke: color('card'),
          strokeWidth: shown > 1 ? 1.5 : 0,
        },
        encoding: {
          x: { value: width / 2 },
          y: { value: radius },
          theta: pixels('start'),
          theta2: { field: 'end' },
          fill: asGiven('color'),
        },
      },
      {
        data: { values: swatches },
        mark: { type: 'rect', cornerRadius: 2 },
        encoding: {
          x: { value: 0 },
          x2: { value: 10 },
          y: pixels('top'),
          y2: { field: 'bottom' },
          fill: asGiven('color'),
        },
      },
      textLayer(texts),
    ],
  } as TopLevelSpec;
}

/** Where each part begins and ends on the circle, in radians. */
function arcs(parts: readonly Bar[]): readonly { start: number; end: number; color: string }[] {
  const there = parts.filter(({ count }) => count > 0);
  const whole = there.reduce((sum, { count }) => sum + count, 0);
  const angles = there.map(({ count }) => Math.max(leastAngle, (count / whole) * circle));
  const scale = circle / angles.reduce((sum, angle) => sum + angle, 0);
  let end = 0;
  return there.map((part, index) => {
    const start = end;
    end += (angles[index] ?? 0) * scale;
    return { start, end, color: color(part.color) };
  });
}

/** The size at which the main figure fits the hole of the ring. */
function fitting(figure: string): number {
  const most = 24;
  return Math.floor(Math.min(most, (most * (2 * hole - 16)) / textWidth(figure, most, 600)));
}
