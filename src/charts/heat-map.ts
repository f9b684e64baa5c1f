import type { Drawing, Room, Spot } from './drawing.ts';
import { type ChartText, type Rectangle, textRows } from './layers.ts';
import { type ColorName, color } from './palette.ts';
import { textWidth } from './text-width.ts';
import { labelSize, tickSize } from './theme.ts';

/** Counts in a grid, told by how deep the colour of each cell is. */
export interface HeatMap {
  readonly rows: readonly HeatRow[];
  /** The labels of the columns; where there is too little room for all, some of them are left out. */
  readonly columns: readonly string[];
  /** What is counted, and the ends of the ramp in words. */
  readonly legend: { readonly label: string; readonly few: string; readonly many: string };
}

export interface HeatRow {
  readonly label: string;
  readonly cells: readonly HeatCell[];
}

/** What a cell counts, and what it says when it is pointed at. */
export interface HeatCell extends Pick<Spot, 'title' | 'figures'> {
  readonly count: number;
}

const ramp = ['faint', 'light', 'medium', 'strong', 'deep'] as const satisfies readonly ColorName[];
const naturalCell = 24;
const cellBounds = { least: 7, most: 44 };
const between = 1;
const axisHeight = 20;
const legendHeight = 24;
const swatch = { width: 16, height: 10 };

/**
 * The colour of a count, null for none. The steps go by the root: where one hour has most of a day's opens the others
 * differ still.
 */
export function heatColor(count: number, most: number): (typeof ramp)[number] | null {
  if (count === 0) return null;
  return ramp[Math.min(ramp.length - 1, Math.floor(ramp.length * Math.sqrt(count / most)))] ?? null;
}

/** A grid of counts, laid out for a room: row labels to the left, column labels and the ramp below. */
export function heatMapChart({ rows, columns, legend }: HeatMap, { width, height }: Room): Drawing {
  const left = Math.ceil(Math.max(0, ...rows.map(({ label }) => textWidth(label, tickSize)))) + 8;
  const across = (width - left) / Math.max(1, columns.length);
  // On whole pixels: edges are sharp, and their numbers short.
  const edgeOf = (column: number): number => left + Math.round(column * across);
  const down = cellHeight(rows.length, height);
  const most = Math.max(1, ...rows.flatMap(({ cells }) => cells.map(({ count }) => count)));
  const bottom = rows.length * down;

  const backs: Rectangle[] = rows.map((_, index) => ({
    ...{ left, right: width, top: index * down, bottom: (index + 1) * down - between },
    color: color('canvas'),
  }));
  // Neighbours of one colour are one rectangle; the columns are parted by lines over all of them.
  const filled: Rectangle[] = [];
  const spots: Spot[] = [];
  for (const [index, { cells }] of rows.entries()) {
    const top = index * down;
    for (const [column, { count, title, figures }] of cells.entries()) {
      const [x, right] = [edgeOf(column), edgeOf(column + 1)];
      const name = heatColor(count, most);
      if (name !== null) {
        const last = filled.at(-1);
        const cell = { left: x, right, top, bottom: top + down - between, color: color(name) };
        const goesOn = last?.color === cell.color && last.top === top && last.right === x;
        if (goesOn) filled[filled.length - 1] = { ...last, right };
        else filled.push(cell);
      }
      spots.push({ x, y: top, width: right - x, height: down, title, figures });
    }
  }
  const lines =
    across < 8
      ? []
      : columns.slice(1).map((_, column): Rectangle => {
          const x = edgeOf(column + 1);
          return { left: x - between, right: x, top: 0, bottom, color: color('card') };
        });
  // One colour after the other, so that the rectangles of each are one path.
  const inColors = ramp.flatMap((name) => filled.filter((cell) => cell.color === color(name)));

  const texts: ChartText[] = rows.map(({ label }, index) => ({
    ...{ text: label, x: 0, y: (index + 0.5) * down + 3.5 },
    ...{ color: 'muted', size: tickSize },
  }));
  const step = labelStep(columns, across);
  for (const [column, text] of columns.entries()) {
    if (column % step !== 0) continue;
    texts.push({ text, x: edgeOf(column), y: bottom + 14, color: 'muted', size: tickSize });
  }
  const scale = scaleOf(legend, width, bottom + axisHeight);
  return {
    // Rectangles without round corners, and texts: a course has both, and no other chart draws them in fewer bytes.
    chart: 'course',
    width,
    height: bottom + axisHeight + legendHeight,
    data: {
      rules: [],
      texts: textRows([...texts, ...scale.texts]),
      faintAreas: [],
      areas: [],
      bars: [...backs, ...inColors, ...lines, ...scale.swatches],
      lines: [],
    },
    spots,
    legend: [],
  };
}

function cellHeight(rows: number, height: number | null): number {
  if (height === null) return naturalCell;
  const fitting = Math.floor((height - axisHeight - legendHeight) / Math.max(1, rows));
  return Math.max(cellBounds.least, Math.min(cellBounds.most, fitting));
}

/** Every how many columns one has a label, so that labels keep apart: a divisor of their number, as hours want it. */
function labelStep(columns: readonly string[], across: number): number {
  const room = Math.max(0, ...columns.map((label) => textWidth(label, tickSize))) + 8;
  const steps = columns.map((_, index) => index + 1).filter((step) => columns.length % step === 0);
  return steps.find((step) => step * across >= room) ?? Math.max(1, columns.length);
}

/** What is counted, at the left, and from few to many at the right. */
function scaleOf(
  { label, few, many }: HeatMap['legend'],
  width: number,
  top: number,
): { readonly texts: readonly ChartText[]; readonly swatches: readonly Rectangle[] } {
  const y = top + 18;
  const end = width - Math.ceil(textWidth(many, labelSize)) - 6;
  const start = end - ramp.length * swatch.width;
  return {
    texts: [
      { text: label, x: 0, y },
      { text: few, x: start - 6, y, align: 'right', color: 'muted' },
      { text: many, x: width, y, align: 'right', color: 'muted' },
    ],
    swatches: ramp.map((name, index) => ({
      left: start + index * swatch.width,
      right: start + (index + 1) * swatch.width,
      top: y - swatch.height,
      bottom: y,
      color: color(name),
    })),
  };
}
