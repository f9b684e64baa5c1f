import { gridColumns } from '../layout/grid.ts';
import type { Layout, PlacedWidget } from '../layout/layout.ts';
import { canvases, rowPitch } from './widget-room.ts';

/** From this width of the page on the grid is as it was arranged; narrower ones flow in the same order. */
export const leastGridWidth = 1000;

/** Where cards have heights of their own: the chart fills its card, tables and tiles scroll in it. */
export const filledCards = [
  '.widget{overflow:hidden}',
  '.widget:has(.rate:hover,.rate:focus-within){overflow:visible}',
  '.widget-body{overflow:auto}',
  '.widget-body:has(.rate:hover,.rate:focus-within){overflow:visible}',
  '.widget .widget-body>.views-body{display:grid;flex:1;grid-template-rows:minmax(0,1fr);align-items:stretch;min-height:0}',
  '.chart-view,.table-view{min-height:0}',
  '.chart-view{overflow:hidden}',
  '.widget .chart-view .picture,.widget .chart-view .picture svg{height:100%;max-width:none}',
  '.table-view>.scroll{height:100%;max-height:none}',
  '.widget .picture.wide{display:block}',
  '.widget .picture.narrow{display:none}',
].join('\n');

/** The style sheet that puts each widget of a layout in its place: on wide screens, and on paper. */
export function layoutStyles({ widgets }: Pick<Layout, 'widgets'>): string {
  const places = widgets.map(placeRule).join('\n');
  const rows = (gap: number, most: string): string =>
    `.grid{grid-auto-rows:minmax(${rowPitch - gap}px,${most})}`;
  const { screen, print } = canvases;
  return [
    `@media screen{@container page (min-width:${leastGridWidth}px){`,
    rows(screen.gap, `${rowPitch - screen.gap}px`),
    places,
    filledCards,
    '}}',
    '@media print{',
    // What does not fit is seen by scrolling on a screen; paper makes room for it.
    rows(print.gap, 'auto'),
    places,
    ...widgets.filter(({ columns }) => columns === gridColumns).map(besideRule),
    '}',
  ].join('\n');
}

/** Chart and table side by side on paper as on the screen, also in a browser whose containers have no size there. */
function besideRule({ id }: PlacedWidget): string {
  return [
    `#${id} .beside{display:grid;grid-template-columns:minmax(332px,2fr) 3fr;gap:24px}`,
    `#${id} .beside>.table-view{display:block;margin:0}`,
  ].join('\n');
}

function placeRule({ id, column, row, columns, rows }: PlacedWidget): string {
  return `#${id}{grid-area:${row + 1}/${column + 1}/span ${rows}/span ${columns}}`;
}
