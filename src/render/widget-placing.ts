import type { PlacedWidget } from '../layout/layout.ts';
import type { Picture, WidgetLook } from './widget-markup.ts';
import { canvases, roomOf } from './widget-room.ts';
import { isChart, type Widget, type WidgetView } from './widgets/widget.ts';

/** How a widget is shown, and how many columns of the grid it takes where the grid flows. */
interface Placing extends WidgetLook {
  readonly columns: number;
}

/** The widths in pixels that charts of their natural height are drawn for: a wide card, half of the widest, a phone. */
const chartWidth = { wide: 720, half: 600, narrow: 332 } as const;

const natural = (place: Picture['place'], width: number): Picture => ({
  place,
  room: { width, height: null },
});

/** A widget of a page that nobody arranged: as high as its figures are. */
export function defaultPlacing({ views: [view] }: Pick<Widget, 'views'>, columns: number): Placing {
  return { columns, view, pictures: naturalPictures(view, columns), hidden: new Set() };
}

/** What is read as a table has no picture until somebody asks for one. */
function naturalPictures(view: WidgetView, columns: number): readonly Picture[] {
  if (!isChart(view)) return [];
  if (view === 'donut') return [natural('any', chartWidth.narrow)];
  const isHalf = columns === 6 || (view === 'bar-and-table' && columns === 12);
  const wide = isHalf ? chartWidth.half : chartWidth.wide;
  return [natural('wide', wide), natural('narrow', chartWidth.narrow)];
}

/** A widget of an arranged page: its chart fills the size it was given, on a wide screen and on paper. */
export function arrangedPlacing({ views }: Widget, placed: PlacedWidget): Placing {
  const view = viewNamed(placed.view, views);
  return {
    columns: flowingColumns(placed),
    view,
    pictures: isChart(view)
      ? [
          { place: 'wide', room: roomOf(placed, view, canvases.screen) },
          { place: 'print', room: roomOf(placed, view, canvases.print) },
          natural('narrow', chartWidth.narrow),
        ]
      : [],
    hidden: new Set(),
  };
}

/** The columns that an arranged widget takes on a page too narrow for the arrangement: half of it or all. */
export function flowingColumns({ columns }: PlacedWidget): 6 | 12 {
  return columns <= 6 ? 6 : 12;
}

/** The view of a name, or the widget's first. */
export function viewNamed(name: string, views: Widget['views']): WidgetView {
  return views.find((view) => view === name) ?? views[0];
}
