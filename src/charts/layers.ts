import { type ColorName, color } from './palette.ts';
import type { Weight } from './text-width.ts';
import { labelSize } from './theme.ts';

/** The layers that charts are made of. Each draws one named data source; its rows say where and how, in pixels. */

/** A position that the data gives in pixels. */
const pixels = (field: string): object => ({ field, type: 'quantitative', scale: null, axis: null });

/** A colour, dash or the like that the data gives as it is to be drawn. */
const asGiven = (field: string): object => ({ field, type: 'nominal', scale: null, legend: null });

const from = (data: string): object => ({ data: { name: data } });

export interface Rule {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly color: string;
  readonly width: number;
  readonly dash: readonly number[];
}

/** Straight lines: grid lines, the samples of a legend. Rows are `Rule`s. */
export function ruleLayer(data: string): object {
  return {
    ...from(data),
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

export interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly color: string;
}

/** Filled rectangles: bars, the swatches of a legend. Rows are `Rectangle`s. */
export function rectangleLayer(data: string, cornerRadius: number): object {
  return {
    ...from(data),
    mark: { type: 'rect', cornerRadius },
    encoding: {
      x: pixels('left'),
      x2: { field: 'right' },
      y: pixels('top'),
      y2: { field: 'bottom' },
      fill: asGiven('color'),
    },
  };
}

export interface CoursePoint {
  readonly x: number;
  readonly y: number;
  readonly base: number;
  readonly color: string;
  readonly dash: readonly number[];
}

/** The stepped fill between a course and its base. Rows are `CoursePoint`s. */
export function stepAreaLayer(data: string, opacity: number): object {
  return {
    ...from(data),
    mark: { type: 'area', interpolate: 'step-after', orient: 'vertical', opacity },
    encoding: { x: pixels('x'), y: pixels('y'), y2: { field: 'base' }, fill: asGiven('color') },
  };
}

/** A stepped line: a count belongs to a whole stretch of time. Rows are `CoursePoint`s. */
export function stepLineLayer(data: string): object {
  return {
    ...from(data),
    mark: { type: 'line', interpolate: 'step-after', orient: 'vertical' },
    encoding: { x: pixels('x'), y: pixels('y'), stroke: asGiven('color'), strokeDash: asGiven('dash') },
  };
}

export interface Arc {
  readonly x: number;
  readonly y: number;
  readonly start: number;
  readonly end: number;
  readonly inner: number;
  readonly outer: number;
  readonly gap: number;
  readonly color: string;
}

/** Parts of a ring, parted by the colour of the card. Rows are `Arc`s; angles in radians from twelve o'clock. */
export function arcLayer(data: string): object {
  return {
    ...from(data),
    mark: {
      type: 'arc',
      innerRadius: { expr: 'datum.inner' },
      outerRadius: { expr: 'datum.outer' },
      stroke: color('card'),
      strokeWidth: { expr: 'datum.gap' },
    },
    encoding: {
      x: pixels('x'),
      y: pixels('y'),
      theta: pixels('start'),
      theta2: { field: 'end' },
      fill: asGiven('color'),
    },
  };
}

export interface ChartText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly align?: 'left' | 'center' | 'right';
  readonly weight?: Weight;
  readonly color?: ColorName;
  readonly size?: number;
}

/** All texts of a chart. Rows come from `textRows`. */
export function textLayer(data: string): object {
  return {
    ...from(data),
    mark: {
      type: 'text',
      align: { expr: 'datum.align' },
      fontWeight: { expr: 'datum.weight' },
      fontSize: { expr: 'datum.size' },
      fill: { expr: 'datum.color' },
    },
    encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'text' } },
  };
}

/** Texts as rows of a text layer: those of one look after each other, so that it is written once. */
export function textRows(texts: readonly ChartText[]): readonly object[] {
  const rows = texts.map(({ text, x, y, align, weight, color: name, size }) => ({
    text,
    x,
    y,
    align: align ?? 'left',
    weight: weight ?? 400,
    color: color(name ?? 'ink'),
    size: size ?? labelSize,
  }));
  const looks = new Map<string, typeof rows>();
  for (const row of rows) {
    const look = `${row.align} ${row.weight} ${row.color} ${row.size}`;
    looks.set(look, [...(looks.get(look) ?? []), row]);
  }
  return [...looks.values()].flat();
}
