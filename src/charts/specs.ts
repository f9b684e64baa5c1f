import type { TopLevelSpec } from 'vega-lite';
import type { ChartName } from './drawing.ts';
import { arcLayer, rectangleLayer, ruleLayer, stepAreaLayer, stepLineLayer, textLayer } from './layers.ts';

/** A view of layers; a drawing gives it its size and its data. */
const layered = (...layer: readonly object[]): TopLevelSpec =>
  ({ autosize: 'none', padding: 0, width: 1, height: 1, layer }) as TopLevelSpec;

/**
 * Every chart of the report as a Vega-Lite spec. They are the same for every report, so that they are compiled once:
 * by the program when it first draws one, by the build for the page, which carries only Vega's runtime.
 */
export const chartSpecs: Readonly<Record<ChartName, TopLevelSpec>> = {
  bars: layered(rectangleLayer('bars', 1.5), textLayer('texts')),
  ring: layered(arcLayer('arcs'), rectangleLayer('swatches', 2), textLayer('texts')),
  course: layered(
    ruleLayer('rules'),
    stepAreaLayer('faintAreas', 0.1),
    stepAreaLayer('areas', 0.55),
    rectangleLayer('bars', 0),
    stepLineLayer('lines'),
    textLayer('texts'),
  ),
};
