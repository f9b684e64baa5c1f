import type { Format } from '../render/view/format.ts';
import { countTicks } from './count-ticks.ts';
import { legendPlaces } from './course-legend.ts';
import type { Drawing, LegendEntry, Room, Spot } from './drawing.ts';
import { type ChartText, type CoursePoint, type Rectangle, type Rule, textRows } from './layers.ts';
import { type ColorName, color } from './palette.ts';
import { textWidth } from './text-width.ts';
import { tickSize } from './theme.ts';
import { type CourseAxis, clockAxis } from './time-ticks.ts';

/** Counts over time: panels above each other that share the time axis, each with its own count axis from zero. */
export interface Course {
  readonly panels: readonly (readonly Series[])[];
  readonly buckets: readonly CourseBucket[];
  /** How their times are told; as those of a clock where nothing is said. */
  readonly axis?: CourseAxis;
}

/** A stretch of time that events are counted in; its ends are milliseconds. */
export interface CourseBucket {
  readonly from: number;
  readonly to: number;
  /** When it was, in words. */
  readonly label: string;
}

/** One line of a panel: what it counts, its total, and its count in each bucket. */
export interface Series {
  readonly name: ColorName;
  readonly label: string;
  readonly total: number;
  readonly counts: readonly number[];
}

/** How the counts are drawn: as stepped lines, as filled areas, or as a bar for each bucket. */
export type CourseKind = 'line' | 'area' | 'bar';

const naturalPanel = 72;
const leastPanel = 22;
const legendHeight = 24;
const panelGap = 20;
const axisHeight = 34;
/** Room for half of a label at either end of the time axis. */
const side = 22;
const solid = [1, 0];
const dashed = [4, 2.5];

/** The course of counts, laid out for a room. Series that are hidden stay in the legend and leave the scale. */
export function courseChart(
  { panels, buckets, axis: labelsOf = clockAxis }: Course,
  kind: CourseKind,
  format: Format,
  { width, height }: Room,
  hidden: ReadonlySet<ColorName>,
): Drawing {
  const from = buckets[0]?.from ?? 0;
  const to = buckets.at(-1)?.to ?? from;
  const panelHeight = panelHeightIn(height, panels.length);
  const wanted = panelHeight < 50 ? 2 : panelHeight < 120 ? 3 : 5;
  const ticks = panels.map((series) => {
    const shown = series.filter(({ name }) => !hidden.has(name));
    return countTicks(Math.max(0, ...shown.flatMap(({ counts }) => counts)), wanted);
  });
  const axis = Math.max(...ticks.flat().map((value) => textWidth(format.compact(value), tickSize)));
  const left = Math.max(Math.ceil(axis) + 8, side);
  const right = width - side;
  const placeOf = (at: number): number => left + ((at - from) * (right - left)) / Math.max(1, to - from);
  const topOf = (panel: number): number => legendHeight + panel * (panelHeight + panelGap + legendHeight);
  const bottom = topOf(panels.length - 1) + panelHeight;
  const times = labelsOf(from, to, Math.max(2, Math.floor((right - left) / 64)), placeOf, format);

  const grid: Rule[] = [];
  const bases: Rule[] = [];
  const samples: Rule[] = [];
  const texts: ChartText[] = [];
  const points: CoursePoint[] = [];
  const bars: Rectangle[] = [];
  const legend: LegendEntry[] = [];
  for (const [panel, series] of panels.entries()) {
    const top = topOf(panel);
    const base = top + panelHeight;
    const most = ticks[panel]?.at(-1) ?? 1;
    const heightOf = (count: number): number => base - (count / most) * panelHeight;
    for (const { x } of times) grid.push(gridRule(x, top, x, base));
    for (const value of ticks[panel] ?? []) {
      const y = heightOf(value);
      if (value === 0) bases.push(gridRule(left, y, right, y, 'control'));
      else grid.push(gridRule(left, y, right, y));
      texts.push({
        ...{ text: format.compact(value), x: left - 6, y: y + 4 },
        ...{ align: 'right', color: 'muted', size: tickSize },
      });
    }
    const shown = series.filter(({ name }) => !hidden.has(name));
    const entries = legendPlaces(series, width, format);
    for (const [index, { name, label, counts }] of series.entries()) {
      const dash = index === 0 ? solid : dashed;
      const isHidden = hidden.has(name);
      const entry = entries[index];
      if (entry !== undefined) {
        const { x, end } = entry;
        const tone = isHidden ? 'muted' : 'ink';
        const sample = { x, y: top - 16, x2: x + 18, y2: top - 16, width: 2.5, dash };
        samples.push({ ...sample, color: color(isHidden ? 'line' : name) });
        texts.push(
          { text: entry.label, x: entry.labelAt, y: top - 12, color: tone },
          { text: entry.total, x: entry.totalAt, y: top - 12, weight: 600, color: tone },
        );
        legend.push({ series: name, label, x: x - 4, y: top - 26, width: end - x + 8, height: 20 });
      }
      if (isHidden) continue;
      const drawn = { base: toTenth(base), color: color(name), dash };
      let height: number | undefined;
      for (const [bucket, { from, to }] of buckets.entries()) {
        const y = heightOf(counts[bucket] ?? 0);
        const level = toTenth(y);
        // A step that is as high as the one before goes on with it.
        if (level !== height) points.push({ x: toTenth(placeOf(from)), y: level, ...drawn });
        height = level;
        // A point at the end of the last bucket gives this one its width too.
        if (bucket === buckets.length - 1) points.push({ x: toTenth(placeOf(to)), y: level, ...drawn });
        const place = barPlace(
          placeOf(from),
          placeOf(to),
          shown.findIndex((one) => one.name === name),
          shown.length,
        );
        if (y < base) bars.push({ ...place, top: y, bottom: base, color: color(name) });
      }
    }
  }
  for (const { x: middle, lines } of times) {
    for (const [line, text] of lines.entries()) {
      // What has passed since a send may be a long label: it stays within the picture.
      const x = Math.min(middle, width - textWidth(text, tickSize) / 2);
      texts.push({ text, x, y: bottom + 16 + line * 14, align: 'center', color: 'muted', size: tickSize });
    }
  }
  const visible = panels.flat().filter(({ name }) => !hidden.has(name));
  return {
    chart: 'course',
    width,
    height: bottom + axisHeight,
    data: {
      rules: [...grid, ...bases, ...samples],
      texts: textRows(texts),
      faintAreas: kind === 'line' ? points : [],
      areas: kind === 'area' ? points : [],
      bars: kind === 'bar' ? bars : [],
      lines: kind === 'bar' ? [] : points,
    },
    spots: buckets.map(
      (bucket, index): Spot => ({
        x: placeOf(bucket.from),
        y: legendHeight,
        width: placeOf(bucket.to) - placeOf(bucket.from),
        height: bottom - legendHeight,
        title: bucket.label,
        figures: visible.map(({ name, label, counts }) => ({
          label,
          figure: format.count(counts[index] ?? 0),
          color: name,
        })),
      }),
    ),
    legend,
  };
}

function panelHeightIn(height: number | null, panels: number): number {
  if (height === null) return naturalPanel;
  const around = panels * legendHeight + (panels - 1) * panelGap + axisHeight;
  return Math.max(leastPanel, Math.floor((height - around) / panels));
}

/** As SVG has it in the end (slim-svg.ts): the long numbers between would take longer than the drawing. */
const toTenth = (pixels: number): number => Math.round(pixels * 10) / 10;

/** The bars of one bucket stand side by side in it, with some air to the next bucket's. */
function barPlace(from: number, to: number, index: number, series: number): { left: number; right: number } {
  const air = Math.min(6, (to - from) * 0.15);
  const width = (to - from - air) / series;
  const left = from + air / 2 + index * width;
  return { left, right: left + Math.max(0.75, width - (width > 4 ? 0.75 : 0)) };
}

const gridRule = (x: number, y: number, x2: number, y2: number, name: 'line' | 'control' = 'line'): Rule => ({
  ...{ x, y, x2, y2 },
  color: color(name),
  width: 1,
  dash: solid,
});
