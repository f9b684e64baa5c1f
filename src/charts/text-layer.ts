import { type ColorName, color } from './palette.ts';
import type { Weight } from './text-width.ts';
import { labelSize } from './theme.ts';

export interface ChartText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly align?: 'left' | 'center' | 'right';
  readonly weight?: Weight;
  readonly color?: ColorName;
  readonly size?: number;
}

/** All texts of a chart as one layer, at places in pixels. One layer, since each costs Vega-Lite a compilation. */
export function textLayer(texts: readonly ChartText[]): object {
  const values = texts.map(({ text, x, y, align, weight, color: name, size }) => ({
    text,
    x,
    y,
    align: align ?? 'left',
    weight: weight ?? 400,
    color: color(name ?? 'ink'),
    size: size ?? labelSize,
  }));
  return {
    data: { values },
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

/** A position that the data gives in pixels. */
export function pixels(field: string): object {
  return { field, type: 'quantitative', scale: null, axis: null };
}

/** A colour, dash or the like that the data gives as it is to be drawn. */
export function asGiven(field: string): object {
  return { field, type: 'nominal', scale: null, legend: null };
}
