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
