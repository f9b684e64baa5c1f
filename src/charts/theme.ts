import type { Config } from 'vega-lite';
import { color } from './palette.ts';

/** The font of every chart; the page and a standalone picture both name it, so that marks need not. */
export const chartFont = 'Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
export const labelSize = 12;
export const tickSize = 11;

/** Our Vega-Lite theme: no frame, texts and lines in the page's own font and weights, colours by name. */
export const theme: Config = {
  aria: false,
  background: 'transparent',
  font: 'inherit',
  view: { stroke: null },
  text: { fontSize: labelSize, fill: color('ink'), baseline: 'alphabetic', align: 'left' },
  line: { strokeWidth: 1.75, strokeJoin: 'round' },
};
