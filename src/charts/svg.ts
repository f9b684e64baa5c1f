import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { slimSvg } from './slim-svg.ts';
import { textWidth } from './text-width.ts';
import { chartFont, theme } from './theme.ts';

/** Vega guesses text widths where it has no canvas; Inter's own widths keep labels whole and margins small. */
const { textMetrics } = vega as unknown as {
  textMetrics: { width: (item: { fontSize?: number; fontWeight?: unknown }, text: unknown) => number };
};
textMetrics.width = (item, text) =>
  textWidth(String(text ?? ''), item.fontSize ?? 11, Number(item.fontWeight) >= 600 ? 600 : 400);

/** A chart as it is to be drawn, with its figures in words for those who do not see it. */
export interface Chart {
  readonly spec: TopLevelSpec;
  readonly label: string;
}

/**
 * Draws a chart as SVG; colours stay names (`var(--sent)`) for the page to fill. The same spec gives the same text:
 * only clips and gradients get running ids from Vega, and our specs have neither.
 */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const compiled = compile(spec, { config: theme, logger: silent }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logLevel: vega.Error });
  try {
    const svg = slimSvg(await view.toSVG());
    return svg.replace(' width=', ` font-family="${chartFont.replaceAll('"', "'")}" width=`);
  } finally {
    view.finalize();
  }
}

const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
} as unknown as NonNullable<NonNullable<Parameters<typeof compile>[1]>['logger']>;
