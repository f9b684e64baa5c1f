import { type Bar, figuresOf } from './bars.ts';
import type { Drawing, LegendEntry, Room, Spot } from './drawing.ts';
import { type Arc, type ChartText, textRows } from './layers.ts';
import { type ColorName, color } from './palette.ts';
import { fitText, textWidth } from './text-width.ts';
import { labelSize } from './theme.ts';

export interface RingMiddle {
  readonly figure: string;
  readonly label: string;
}

const naturalRadius = 78;
const radiusBounds = { least: 34, most: 120 };
/** The hole of the ring by its radius. */
const hole = 56 / 78;
const rowHeight = 26;
const gap = 22;
const leastLegend = 190;
const circle = 2 * Math.PI;

/** A part of the whole is never too thin to be seen: it is there, and its figures say how small it is. */
const leastAngle = 0.035;

interface Places {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly legendLeft: number;
  readonly legendTop: number;
  readonly legendWidth: number;
  readonly height: number;
}

/**
 * A ring of the parts of a whole around its main figure, and a line of figures for each part: below it, or beside it
 * where the room is low and wide. Too small a room has the lines alone. A part that is hidden stays in the legend.
 */
export function ringChart(
  parts: readonly Bar[],
  middle: RingMiddle,
  room: Room,
  hidden: ReadonlySet<ColorName>,
): Drawing {
  const { width } = room;
  const { x, y, radius, legendLeft, legendTop, legendWidth, height } = placesOf(parts.length, room);
  const shown = parts.filter((part) => part.count > 0 && !hidden.has(part.color));
  const inner = radius * hole;
  const end = legendLeft + legendWidth;
  const texts: ChartText[] = [];
  if (inner >= 30) {
    const size = fitting(middle.figure, inner);
    texts.push({ text: middle.figure, x, y: y + size * 0.25, align: 'center', weight: 600, size });
    texts.push({
      text: fitText(middle.label, 1.5 * inner, labelSize),
      x,
      y: y + size * 0.25 + 18,
      align: 'center',
      color: 'muted',
    });
  }
  const drawn = arcs(radius === 0 ? [] : shown);
  const spots: Spot[] = [];
  const legend: LegendEntry[] = [];
  for (const [index, part] of parts.entries()) {
    const line = legendTop + index * rowHeight + 9.5;
    const tone = hidden.has(part.color) ? 'muted' : 'ink';
    const figures = textWidth(part.figure, labelSize, 600);
    texts.push(
      {
        text: fitText(part.label, legendWidth - 18 - 64 - figures - 8, labelSize),
        x: legendLeft + 18,
        y: line,
        color: tone,
      },
      { text: part.figure, x: end - 64, y: line, align: 'right', weight: 600, color: tone },
      { text: part.share, x: end, y: line, align: 'right', color: 'muted' },
    );
    const place = { x: legendLeft, y: line - 17, width: legendWidth, height: rowHeight };
    const arc = drawn.find((one) => one.color === part.color);
    const sector = arc === undefined ? {} : { sector: { ...arc, x, y, inner, outer: radius } };
    spots.push({ ...place, ...figuresOf(part), ...sector });
    legend.push({ ...place, series: part.color, label: part.label });
  }
  return {
    chart: 'ring',
    width,
    height,
    data: {
      arcs: drawn.map(
        ({ start, end, color: name }): Arc => ({
          ...{ x, y, start, end, inner, outer: radius },
          gap: shown.length > 1 ? 1.5 : 0,
          color: color(name),
        }),
      ),
      swatches: parts.map((part, index) => {
        const top = legendTop + index * rowHeight;
        const swatch = { left: legendLeft, right: legendLeft + 10, top, bottom: top + 10 };
        return { ...swatch, color: color(hidden.has(part.color) ? 'line' : part.color) };
      }),
      texts: textRows(texts),
    },
    spots,
    legend,
  };
}

function placesOf(parts: number, { width, height }: Room): Places {
  const legendHeight = parts * rowHeight - 10;
  const bounded = (radius: number): number =>
    Math.max(radiusBounds.least, Math.min(radiusBounds.most, Math.floor(radius)));
  const above = height === null ? naturalRadius : (height - gap - legendHeight) / 2;
  const beside = (height ?? 0) / 2;
  if (
    height !== null &&
    height >= legendHeight &&
    beside > above &&
    width - 2 * bounded(beside) - gap >= leastLegend
  ) {
    const radius = bounded(Math.min(beside, (width - gap - leastLegend) / 2));
    const legendWidth = Math.min(340, width - 2 * radius - gap - 10);
    const left = (width - 2 * radius - gap - 10 - legendWidth) / 2;
    return {
      x: left + radius,
      y: height / 2,
      radius,
      legendLeft: left + 2 * radius + gap + 10,
      legendTop: (height - legendHeight) / 2,
      legendWidth,
      height,
    };
  }
  if (height !== null && above < radiusBounds.least) {
    const top = Math.max(0, (height - legendHeight) / 2);
    const legend = { legendLeft: 0, legendTop: top, legendWidth: width };
    return { x: 0, y: 0, radius: 0, ...legend, height: Math.max(height, legendHeight) };
  }
  const radius = bounded(Math.min(above, width / 2));
  const legendWidth = Math.min(width, 420);
  const needed = 2 * radius + gap + legendHeight;
  const top = Math.max(0, ((height ?? needed) - needed) / 2);
  return {
    x: width / 2,
    y: top + radius,
    radius,
    legendLeft: (width - legendWidth) / 2,
    legendTop: top + 2 * radius + gap,
    legendWidth,
    height: Math.max(height ?? 0, needed),
  };
}

/** Where each part begins and ends on the circle, in radians. */
function arcs(
  parts: readonly Bar[],
): readonly { readonly start: number; readonly end: number; readonly color: ColorName }[] {
  const whole = parts.reduce((sum, { count }) => sum + count, 0);
  const angles = parts.map(({ count }) => Math.max(leastAngle, (count / whole) * circle));
  const scale = circle / angles.reduce((sum, angle) => sum + angle, 0);
  let end = 0;
  return parts.map((part, index) => {
    const start = end;
    end += (angles[index] ?? 0) * scale;
    return { start, end, color: part.color };
  });
}

/** The size at which the main figure fits the hole of the ring. */
function fitting(figure: string, inner: number): number {
  const most = Math.min(32, inner * 0.43);
  return Math.floor(Math.min(most, (most * (2 * inner - 16)) / textWidth(figure, most, 600)));
}
