import * as vega from 'vega';
import { type ChartView, drawSvg, type SvgWriter } from './draw.ts';
import type { Drawing } from './drawing.ts';
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

/** Draws a chart as SVG, at once. */
export function renderSvg(drawing: Drawing): string {
  const view = new vega.View(programOf(drawing.chart), { renderer: 'none', logLevel: vega.Error });
  return drawSvg(drawing, view as unknown as ChartView, new SVGStringRenderer());
}
