import type { Drawing, Room, Spot } from './drawing.ts';
import { type ChartText, type Rectangle, textRows } from './layers.ts';
import { type ColorName, color } from './palette.ts';
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
const thinnest = 1.5;
const narrow = 500;

/** The height of a bar's own line of text, of the bar below it, and the space to the next. */
const natural = { text: 18, bar: 7, space: 9 };
const largest = { bar: 14, space: 24 };

/** The height of one bar with all that belongs to it, at its smallest. */
const leastPitch = (stacked: boolean): number =>
  natural.text + (stacked ? 16 : 0) + natural.bar + natural.space;

/** Kind and figures get a line of their own where a label would have little room beside them. */
const isStacked = (width: number, kinds: boolean): boolean => width < narrow && kinds;

/** How many bars a room holds, of those that say their kind or of those that need not. */
export function barsThatFit({ width, height }: Room, kinds: boolean): number {
  if (height === null) return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.floor((height + natural.space) / leastPitch(isStacked(width, kinds))));
}

/**
 * Horizontal bars from zero, each below its own line of text: label, kind, count and share. Long labels get the
 * whole width that the figures leave; the bars share out a height that is given.
 */
export function barChart(bars: readonly Bar[], { width, height }: Room): Drawing {
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
  const stacked = isStacked(width, kinds > 0);
  const figuresEnd = width - shares - (shares > 0 ? gap : 0);
  const kindsStart = stacked ? 0 : figuresEnd - figures - (kinds > 0 ? gap + kinds : 0);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const { thickness, space } = spread(bars, stacked, height);

  const texts: ChartText[] = [];
  const rows: Rectangle[] = [];
  const spots: Spot[] = [];
  let bottom = -space;
  for (const bar of bars) {
    const top = bottom + space;
    const alone = stacked && bar.kind !== '';
    const room = alone ? width : (stacked ? figuresEnd - figures : kindsStart) - gap;
    const y = top + (alone ? 28 : 12);
    texts.push({ text: fitText(bar.label, room, labelSize), x: 0, y: top + 12 });
    if (bar.kind !== '') texts.push({ text: bar.kind, x: kindsStart, y, color: 'muted' });
    texts.push({ text: bar.figure, x: figuresEnd, y, align: 'right', weight: 600 });
    texts.push({ text: bar.share, x: width, y, align: 'right', color: 'muted' });
    bottom = y + 6 + thickness;
    const right = bar.count === 0 ? 0 : Math.max(thinnest, (bar.count / most) * width);
    rows.push({ left: 0, right, top: y + 6, bottom, color: color(bar.color) });
    spots.push({ x: 0, y: top, width, height: bottom - top, ...figuresOf(bar) });
  }
  return {
    chart: 'bars',
    width,
    height: Math.max(height ?? 0, bottom),
    data: { bars: rows, texts: textRows(texts) },
    spots,
    legend: [],
  };
}

/** What a bar, or a part of a ring, says when it is pointed at: its whole label, kind, count and share. */
export function figuresOf({ label, kind, figure, share, color }: Bar): Pick<Spot, 'title' | 'figures'> {
  return {
    title: label,
    figures: [{ label: kind, figure: share === '' ? figure : `${figure} · ${share}`, color }],
  };
}

/** Thickness of the bars and space between them: what is natural, or what fills a given height without waste. */
function spread(
  bars: readonly Bar[],
  stacked: boolean,
  height: number | null,
): { readonly thickness: number; readonly space: number } {
  const own = bars.map(({ kind }) => leastPitch(stacked && kind !== ''));
  const needed = own.reduce((sum, pitch) => sum + pitch, -natural.space);
  const spare = height === null ? 0 : Math.max(0, height - needed) / Math.max(1, bars.length);
  const thickness = Math.min(largest.bar, natural.bar + spare * 0.4);
  return { thickness, space: Math.min(largest.space, natural.space + spare * 0.6) };
}
