import type { TopLevelSpec } from 'vega-lite';
import type { Format } from '../render/view/format.ts';
import { countTicks } from './count-ticks.ts';
import { type ColorName, color } from './palette.ts';
import { asGiven, type ChartText, pixels, textLayer } from './text-layer.ts';
import { textWidth } from './text-width.ts';
import { labelSize, tickSize } from './theme.ts';
import { timeLabels, timeTicks } from './time-ticks.ts';

export interface PerformanceChart {
  readonly from: number;
  readonly to: number;
  readonly panels: readonly (readonly Series[])[];
}

/** One line of a panel: what it counts, its total, and its count from each instant on. */
export interface Series {
  readonly name: ColorName;
  readonly label: string;
  readonly total: string;
  readonly points: readonly { readonly at: number; readonly count: number }[];
}

interface Rule {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly color: string;
  readonly width: number;
  readonly dash: readonly number[];
}

const panelHeight = 72;
const legendHeight = 24;
const panelGap = 20;
/** Room for half of a label at either end of the time axis. */
const side = 22;
const solid = [1, 0];
const dashed = [4, 2.5];

/**
 * The metrics over time: panels above each other that share the time axis, each with its own count axis from zero.
 * Steps, since a count belongs to a whole stretch of time. One view with the panels laid out in it: a Vega-Lite
 * concatenation of three takes three times as long.
 */
export function emailPerformanceChart(chart: PerformanceChart, format: Format, width: number): TopLevelSpec {
  const { from, to, panels } = chart;
  const ticks = panels.map((series) =>
    countTicks(Math.max(0, ...series.flatMap((line) => line.points.map((p) => p.count)))),
  );
  const axis = Math.max(...ticks.flat().map((value) => textWidth(format.compact(value), tickSize)));
  const left = Math.max(Math.ceil(axis) + 8, side);
  const right = width - side;
  const placeOf = (at: number): number => left + ((at - from) * (right - left)) / Math.max(1, to - from);
  const topOf = (panel: number): number => legendHeight + panel * (panelHeight + panelGap + legendHeight);
  const bottom = topOf(panels.length - 1) + panelHeight;
  const times = timeTicks(from, to, Math.max(2, Math.floor((right - left) / 64)), format.zone);

  const rules: Rule[] = [];
  const texts: ChartText[] = [];
  const values: object[] = [];
  for (const [panel, series] of panels.entries()) {
    const top = topOf(panel);
    const base = top + panelHeight;
    const largest = ticks[panel]?.at(-1) ?? 1;
    const heightOf = (count: number): number => base - (count / largest) * panelHeight;
    for (const { at } of times) rules.push(gridRule(placeOf(at), top, placeOf(at), base));
    for (const value of ticks[panel] ?? []) {
      const y = heightOf(value);
      rules.push(gridRule(left, y, right, y, value === 0 ? 'control' : 'line'));
      texts.push({
        text: format.compact(value),
        x: left - 6,
        y: y + 4,
        align: 'right',
        color: 'muted',
        size: tickSize,
      });
    }
    let x = 0;
    for (const [index, { name, label, total, points }] of series.entries()) {
      const dash = index === 0 ? solid : dashed;
      const totalAt = x + 30 + textWidth(label, labelSize);
      rules.push({ x, y: top - 16, x2: x + 18, y2: top - 16, color: color(name), width: 2.5, dash });
      texts.push(
        { text: label, x: x + 24, y: top - 12 },
        { text: total, x: totalAt, y: top - 12, weight: 600 },
      );
      x = totalAt + textWidth(total, labelSize, 600) + 24;
      for (const { at, count } of points) {
        values.push({ x: placeOf(at), y: heightOf(count), base, color: color(name), dash });
      }
    }
  }
  for (const { x, lines } of timeLabels(times, placeOf, format)) {
    for (const [line, text] of lines.entries()) {
      texts.push({ text, x, y: bottom + 16 + line * 14, align: 'center', color: 'muted', size: tickSize });
    }
  }

  const position = { x: pixels('x'), y: pixels('y') };
  return {
    autosize: 'none',
    padding: 0,
    width,
    height: bottom + 34,
    data: { values },
    layer: [
      ruleLayer(rules),
      {
        mark: { type: 'area', interpolate: 'step-after', orient: 'vertical', opacity: 0.1 },
        encoding: { ...position, y2: { field: 'base' }, fill: asGiven('color') },
      },
      {
        mark: { type: 'line', interpolate: 'step-after', orient: 'vertical' },
        encoding: { ...position, stroke: asGiven('color'), strokeDash: asGiven('dash') },
      },
      textLayer(texts),
    ],
  } as TopLevelSpec;
}

const gridRule = (x: number, y: number, x2: number, y2: number, name: 'line' | 'control' = 'line'): Rule => ({
  x,
  y,
  x2,
  y2,
  color: color(name),
  width: 1,
  dash: solid,
});

/** Grid lines and the samples of the legend. */
function ruleLayer(values: readonly Rule[]): object {
  return {
    data: { values },
    mark: { type: 'rule', strokeWidth: { expr: 'datum.width' }, strokeDash: { expr: 'datum.dash' } },
    encoding: {
      x: pixels('x'),
      x2: { field: 'x2' },
      y: pixels('y'),
      y2: { field: 'y2' },
      stroke: asGiven('color'),
    },
  };
}
