import type { ColorName } from './palette.ts';

/** The charts that there are, each a Vega-Lite spec whose marks take their places from the data (see specs.ts). */
export type ChartName = 'bars' | 'ring' | 'course';

/** A part of the picture that tells its exact figures when it is pointed at or focused. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly figures: readonly SpotFigure[];
  /** The part of a ring that belongs to it too. */
  readonly sector?: Sector;
}

/** A part of a ring around a point; angles in radians, clockwise from twelve o'clock. */
export interface Sector {
  readonly x: number;
  readonly y: number;
  readonly start: number;
  readonly end: number;
  readonly inner: number;
  readonly outer: number;
}

/** Whether a point of the drawing belongs to a spot. */
export function isOn(
  { x, y, width, height, sector }: Spot,
  point: { readonly x: number; readonly y: number },
): boolean {
  if (point.x >= x && point.x < x + width && point.y >= y && point.y < y + height) return true;
  if (sector === undefined) return false;
  const [right, down] = [point.x - sector.x, point.y - sector.y];
  const distance = Math.hypot(right, down);
  const angle = (Math.atan2(right, -down) + 2 * Math.PI) % (2 * Math.PI);
  return distance >= sector.inner && distance < sector.outer && angle >= sector.start && angle < sector.end;
}

export interface SpotFigure {
  readonly label: string;
  readonly figure: string;
  readonly color: ColorName | null;
}

/** An entry of the picture's legend: pressed, it hides its series or brings it back. */
export interface LegendEntry {
  readonly series: ColorName;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A chart laid out for one size: what its marks are drawn from, and what of it can be pointed at. Sizes in pixels. */
export interface Drawing {
  readonly chart: ChartName;
  readonly width: number;
  readonly height: number;
  /** The rows of each named data source of the chart's spec. */
  readonly data: Readonly<Record<string, readonly object[]>>;
  readonly spots: readonly Spot[];
  readonly legend: readonly LegendEntry[];
}

/** The room that a drawing is made for; a chart whose height is null takes the height that suits it best. */
export interface Room {
  readonly width: number;
  readonly height: number | null;
}
