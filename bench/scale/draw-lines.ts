import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import {
  type Rectangle,
  type Rule,
  rectangleLayer,
  ruleLayer,
  textLayer,
  type textRows,
} from '../../src/charts/layers.ts';
import { theme } from '../../src/charts/theme.ts';

/** A point of a curve; those of one colour are joined from left to right. */
export interface Corner {
  readonly x: number;
  readonly y: number;
  readonly color: string;
}

interface Lines {
  readonly rules: readonly Rule[];
  readonly curves: readonly Corner[];
  readonly dots: readonly Rectangle[];
  readonly texts: ReturnType<typeof textRows>;
}

const place = (field: string): object => ({ field, type: 'quantitative', scale: null, axis: null });

/** What no chart of a report has: lines that go straight from point to point. */
const lineLayer = (data: string): object => ({
  data: { name: data },
  mark: { type: 'line', strokeWidth: 2 },
  encoding: {
    x: place('x'),
    y: place('y'),
    stroke: { field: 'color', type: 'nominal', scale: null, legend: null },
  },
});

/** Draws lines, dots and texts as SVG with the layers and the theme of the report's charts. */
export async function drawLines(
  { width, height }: { readonly width: number; readonly height: number },
  lines: Lines,
): Promise<string> {
  const layer = [ruleLayer('rules'), lineLayer('curves'), rectangleLayer('dots', 3), textLayer('texts')];
  const spec = { autosize: 'none', padding: 0, width, height, layer } as TopLevelSpec;
  const view = new vega.View(vega.parse(compile(spec, { config: theme }).spec), { renderer: 'none' });
  try {
    for (const [name, rows] of Object.entries(lines)) view.data(name, [...rows]);
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
