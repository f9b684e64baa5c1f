import type { Format } from '../render/view/format.ts';
import type { Series } from './course.ts';
import { fitText, textWidth } from './text-width.ts';
import { labelSize } from './theme.ts';

/** Where an entry of a panel's legend stands: a sample of its line, its label, its total. */
export interface LegendPlace {
  readonly x: number;
  readonly label: string;
  readonly labelAt: number;
  readonly total: string;
  readonly totalAt: number;
  readonly end: number;
}

const sample = 24;
const between = 6;
const gaps = { wide: 24, narrow: 12 };

/**
 * The legend of a panel in one line. Where it is too long its totals are rounded, as those of an axis are, and then its
 * labels cut: a figure is never.
 */
export function legendPlaces(
  series: readonly Series[],
  width: number,
  format: Format,
): readonly LegendPlace[] {
  const whole = place(series, gaps.wide, Number.POSITIVE_INFINITY, format.count);
  if (endOf(whole) <= width) return whole;
  const rounded = place(series, gaps.narrow, Number.POSITIVE_INFINITY, format.compact);
  if (endOf(rounded) <= width) return rounded;
  const figures = rounded.reduce((sum, { totalAt, end }) => sum + sample + between + end - totalAt, 0);
  const left = width - figures - (series.length - 1) * gaps.narrow;
  return place(series, gaps.narrow, Math.max(0, left / series.length), format.compact);
}

const endOf = (places: readonly LegendPlace[]): number => places.at(-1)?.end ?? 0;

function place(
  series: readonly Series[],
  gap: number,
  labelRoom: number,
  figure: (total: number) => string,
): readonly LegendPlace[] {
  let x = 0;
  return series.map((line) => {
    const label = fitText(line.label, labelRoom, labelSize);
    const total = figure(line.total);
    const totalAt = x + sample + textWidth(label, labelSize) + between;
    const end = totalAt + textWidth(total, labelSize, 600);
    const entry = { x, label, labelAt: x + sample, total, totalAt, end };
    x = end + gap;
    return entry;
  });
}
