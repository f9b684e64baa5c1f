import type { ChartName, Drawing } from './drawing.ts';
import { slimSvg } from './slim-svg.ts';

/** What drawing needs of a Vega view. */
export interface ChartView {
  width(value: number): ChartView;
  height(value: number): ChartView;
  data(name: string, rows: object[]): ChartView;
  run(): ChartView;
  scenegraph(): unknown;
}

/** What drawing needs of Vega's writer of SVG text. */
export interface SvgWriter {
  initialize(element: null, width: number, height: number, origin: readonly [number, number]): SvgWriter;
  render(scene: unknown): SvgWriter;
  svg(): string;
}

/** Vega remembers thousands of the marks that a view has drawn, and takes them for gone only then: a view draws no more often. */
const mostDrawn = 50;

/**
 * Draws as SVG text for a page, which has its font; colours stay names (`var(--sent)`) for the page to fill. The same
 * drawing gives the same text, whatever was drawn before, by Node's Vega and by the page's: only clips and gradients get
 * running ids, and our charts have neither.
 * @param open makes the view of a chart: each is used for many drawings, since making one takes longer than drawing with it
 */
export function drawWith(
  open: (chart: ChartName) => ChartView,
  writer: SvgWriter,
): (drawing: Drawing) => string {
  const views = new Map<ChartName, { readonly view: ChartView; readonly drawn: number }>();
  return ({ chart, width, height, data }) => {
    const { view, drawn } = views.get(chart) ?? { view: open(chart), drawn: 0 };
    // It is kept once it has drawn, and been emptied, without a fault.
    views.delete(chart);
    view.width(width).height(height);
    for (const [name, rows] of Object.entries(data)) {
      // Vega marks the rows that it takes in as its own.
      view.data(
        name,
        rows.map((row) => ({ ...row })),
      );
    }
    const { root } = view.run().scenegraph() as { root: unknown };
    const svg = slimSvg(writer.initialize(null, width, height, [0, 0]).render(root).svg());
    for (const name of Object.keys(data)) view.data(name, []);
    view.run();
    if (drawn + 1 < mostDrawn) views.set(chart, { view, drawn: drawn + 1 });
    return svg;
  };
}
