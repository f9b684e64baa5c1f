import { gridColumns } from '../layout/grid.ts';
import type { Layout, PlacedWidget } from '../layout/layout.ts';
import { onPaper } from '../layout/on-paper.ts';
import { canvases, isSmall, rowPitch } from './widget-room.ts';

/** From this width of the page on the grid is as it was arranged; narrower ones flow in the same order. */
export const leastGridWidth = 1000;

/** Where cards have heights of their own: the chart fills its card, tables, tiles and charts that need more scroll in it. */
export const filledCards = [
  '.widget{container-type:size;overflow:hidden}',
  // What a head takes is what roomOf (widget-room.ts) leaves for it: each of its texts has one line.
  '.widget h2,.widget .subtitle{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}',
  '@container widget (max-width:260px) or (max-height:190px){.widget .subtitle{display:none}}',
  '@container widget (max-width:260px){.widget-tools:has(.menu-button:not([hidden])) .views{display:none}}',
  '.widget-body{overflow:auto}',
  '.widget .widget-body>.views-body{display:grid;flex:1;grid-template-rows:minmax(0,1fr);align-items:stretch;min-height:0}',
  '.chart-view,.table-view{min-height:0}',
  '.chart-view{overflow:auto;align-content:safe center}',
  '.widget .chart-view .picture svg{width:auto;max-width:100%}',
  '.table-view>.scroll{height:100%;max-height:none}',
  '.widget .picture.wide{display:block}',
  '.widget .picture.narrow{display:none}',
].join('\n');

/** The style sheet that puts each widget of a layout in its place: on wide screens, and on paper. */
export function layoutStyles({ widgets }: Pick<Layout, 'widgets'>): string {
  const { screen, print } = canvases;
  return [
    `@media screen{@container page (min-width:${leastGridWidth}px){`,
    `.grid{grid-auto-rows:${rowPitch - screen.gap}px}`,
    ...widgets.map((placed) => `#${placed.id}{grid-area:${areaOf(placed)}}`),
    filledCards,
    '}}',
    '@media print{',
    // What does not fit is seen by scrolling on a screen; paper makes room for it.
    `.laid-out{grid-auto-rows:minmax(${rowPitch - print.gap}px,auto)}`,
    ...onPaper(widgets, print.mostRows).flatMap(paperRules),
    '}',
  ].join('\n');
}

function areaOf({ column, row, columns, rows }: PlacedWidget): string {
  return `${row + 1}/${column + 1}/span ${rows}/span ${columns}`;
}

/** A widget on paper, where containers have no size: whether its table is beside its chart, and how many tiles make a row. */
function paperRules(placed: PlacedWidget): string[] {
  const { id, columns, rows } = placed;
  const card = `.laid-out #${id}`;
  const height = rows * rowPitch - canvases.print.gap;
  const rules = [`${card}{grid-area:${areaOf(placed)};min-height:${height}px}`];
  if (isSmall(placed)) rules.push(`${card} .subtitle{display:none}`);
  if (columns === gridColumns) {
    rules.push(
      `${card} .beside{display:grid;grid-template-columns:minmax(332px,2fr) 3fr;gap:24px}`,
      `${card} .beside>.table-view{display:block}`,
    );
  } else {
    const across = columns > gridColumns / 2 ? 3 : 2;
    rules.push(
      `${card} .tiles{grid-template-columns:repeat(${across},minmax(0,1fr))}`,
      `${card} .tile:nth-child(${across}n+1){padding-left:0;border-left:0}`,
    );
  }
  return rules;
}
