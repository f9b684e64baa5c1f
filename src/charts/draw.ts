import type { Drawing } from './drawing.ts';
import { slimSvg } from './slim-svg.ts';

/** What drawing needs of a Vega view. */
export interface ChartView {
  width(value: number): ChartView;
  height(value: number): ChartView;
  data(name: string, rows: object[]): ChartView;
  run(): ChartView;
  scenegraph(): unknown;
  finalize(): void;
}

/** What drawing needs of Vega's writer of SVG text. */
export interface SvgWriter {
  initialize(element: null, width: number, height: number, origin: readonly [number, number]): SvgWriter;
  render(scene: unknown): SvgWriter;
  svg(): string;
}

/**
 * A drawing as SVG text for a page, which has its font; colours stay names (`var(--sent)`) for the page to fill. The same
 * drawing gives the same text, by Node's Vega and by the page's: only clips and gradients get running ids, and our charts
 * have neither.
 */
export function drawSvg({ width, height, data }: Drawing, view: ChartView, writer: SvgWriter): string {
  try {
    view.width(width).height(height);
    for (const [name, rows] of Object.entries(data)) {
      // Vega marks the rows that it takes in as its own.
      view.data(
        name,
        rows.map((row) => ({ ...row })),
      );
    }
    const { root } = view.run().scenegraph() as { root: unknown };
    return slimSvg(writer.initialize(null, width, height, [0, 0]).render(root).svg());
  } finally {
    view.finalize();
  }
}
