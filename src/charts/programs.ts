import * as vega from 'vega';
import { compile } from 'vega-lite';
import type { ChartName } from './drawing.ts';
import { chartSpecs } from './specs.ts';
import { theme } from './theme.ts';

const programs = new Map<ChartName, vega.Runtime>();

/**
 * The dataflow of a chart. The build compiles them all, so that what draws the pages loads neither Vega-Lite nor Vega's
 * parser; tests do it here, when a chart is first drawn.
 */
export function programOf(chart: ChartName): vega.Runtime {
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

const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
} as unknown as NonNullable<NonNullable<Parameters<typeof compile>[1]>['logger']>;
