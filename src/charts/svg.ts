import * as vega from 'vega';
import { type ChartView, drawWith, type SvgWriter } from './draw.ts';
import type { ChartName, Drawing } from './drawing.ts';
import { programOf } from './programs.ts';
import { textWidth } from './text-width.ts';

/** What vega exports besides what its types say. */
const { textMetrics, SVGStringRenderer } = vega as unknown as {
  textMetrics: { width: (item: { fontSize?: number; fontWeight?: unknown }, text: unknown) => number };
  SVGStringRenderer: new () => SvgWriter;
};

/** Vega guesses text widths where it has no canvas; Inter's own widths keep labels whole and margins small. */
textMetrics.width = (item, text) =>
  textWidth(String(text ?? ''), item.fontSize ?? 11, Number(item.fontWeight) >= 600 ? 600 : 400);

/** A view of a chart, whose dataflow is compiled when it is first drawn. */
const viewOf = (chart: ChartName): ChartView =>
  new vega.View(programOf(chart), { renderer: 'none', logLevel: vega.Error }) as unknown as ChartView;

/** Draws charts as SVG, at once, with views of its own. */
export const openDraw = (): ((drawing: Drawing) => string) => drawWith(viewOf, new SVGStringRenderer());

/** Draws a chart as SVG, at once. */
export const renderSvg = openDraw();
