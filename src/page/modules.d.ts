/** What the build makes for the page, and the parts of Vega that come without types. */
declare module 'chart-programs' {
  const programs: Readonly<Record<import('../charts/drawing.ts').ChartName, object>>;
  export default programs;
}

declare module 'compiled-templates' {
  const templates: Readonly<Record<string, object>>;
  export default templates;
}

declare module 'gridstack/dist/gridstack.min.css' {
  const styles: string;
  export default styles;
}

declare module 'vega-dataflow' {
  export const transforms: Record<string, unknown>;
}

declare module 'vega-encode/src/*' {
  const transform: unknown;
  export default transform;
}

declare module 'vega-scenegraph' {
  export const SVGStringRenderer: new () => import('../charts/draw.ts').SvgWriter;
}

declare module 'vega-transforms/src/*' {
  const transform: unknown;
  export default transform;
}

declare module 'vega-view' {
  export const View: new (
    program: object,
    options: { readonly expr: unknown; readonly renderer: 'none' },
  ) => import('../charts/draw.ts').ChartView;
}

declare module 'vega-view-transforms/src/*' {
  const transform: unknown;
  export default transform;
}
