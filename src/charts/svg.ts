import * as vega from 'vega';
import { compile } from 'vega-lite';
import { type ChartView, drawSvg, type SvgWriter } from './draw.ts';
import type { ChartName, Drawing } from './drawing.ts';
import { chartSpecs } from './specs.ts';
import { textWidth } from './text-width.ts';
import { theme } from './theme.ts';

/** What vega exports besides what its types say. */
const { textMetrics, SVGStringRenderer } = vega as unknown as {
  textMetrics: { width: (item: { fontSize?: number; fontWeight?: unknown }, text: unknown) => number };
  SVGStringRenderer: new () => SvgWriter;
};

/** Vega guesses text widths where it has no canvas; Inter's own widths keep labels whole and margins small. */
textMetrics.width = (item, text) =>
  textWidth(String(text ?? ''), item.fontSize ?? 11, Number(item.fontWeight) >= 600 ? 600 : 400);

const programs = new Map<ChartName, vega.Runtime>();

/** The dataflow of a chart, compiled when it is first drawn. */
function programOf(chart: ChartName): vega.Runtime {
  const known = programs.get(chart);
  if (known !== undefined) return known;
  const program = vega.parse(compileChart(chart));
  programs.set(chart, program);
  return program;
}

/** A chart's Vega-Lite spec as a Vega spec. */
export function compileChart(chart: ChartName): vega.Spec {
  return compile(chartSpecs[chart], { config: theme, logger: silent }).spec;
}

/** Draws a chart as SVG, at once. */
export function renderSvg(drawing: Drawing): string {
  const view = new vega.View(programOf(drawing.chart), { renderer: 'none', logLevel: vega.Error });
  return drawSvg(drawing, view as unknown as ChartView, new SVGStringRenderer());
}

const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
} as unknown as NonNullable<NonNullable<Parameters<typeof compile>[1]>['logger']>;
