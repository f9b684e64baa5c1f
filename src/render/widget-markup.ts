import type { Drawing, Room } from '../charts/drawing.ts';
import type { ColorName } from '../charts/palette.ts';
import type { PageReport } from './cut-report.ts';
import { renderTemplate } from './templates.ts';
import type { Format } from './view/format.ts';
import { chartKindOf, type Widget, type WidgetView } from './widgets/widget.ts';

/** Draws a chart as SVG text: Vega in this process, or the one that the page carries. */
export type Draw = (drawing: Drawing) => string;

/** A picture of a widget's chart: where it is shown (a class of widget.css) and the room that it is drawn for. */
export interface Picture {
  readonly place: 'wide' | 'narrow' | 'any' | 'print' | 'fitted';
  readonly room: Room;
}

/** How a widget is to be shown. */
export interface WidgetLook {
  readonly view: WidgetView;
  readonly pictures: readonly Picture[];
  /** Series that the reader put away. */
  readonly hidden: ReadonlySet<ColorName>;
}

/** A widget as a card, with its figures in it. */
export function widgetMarkup(
  widget: Widget,
  report: PageReport,
  look: WidgetLook & { readonly columns: number },
  draw: Draw,
  format: Format,
): string {
  const { id } = widget;
  const title = format.text(widget.title);
  const shown = widget.show(report, format);
  const empty = shown.kind === 'empty';
  return renderTemplate(
    'partials/widget',
    {
      id,
      title,
      subtitle: widget.subtitle === null ? null : format.text(widget.subtitle),
      columns: look.columns,
      view: look.view,
      empty,
      choice: format.text('view.group', { title }),
      tableChosen: look.view === 'table',
      // Without a picture there is nothing to switch to until a script draws it.
      toolsHidden: empty || (look.pictures.length === 0 && look.view === 'table'),
      menu: format.text('menu.widget', { title }),
      body: widgetBody(widget, shown, look, draw, format),
    },
    format,
  );
}

/** What a card shows below its head: the chart and its table, the tiles, or why there is nothing. */
export function widgetBody(
  { id, views }: Widget,
  shown: ReturnType<Widget['show']>,
  { view, pictures, hidden }: WidgetLook,
  draw: Draw,
  format: Format,
): string {
  if (shown.kind === 'empty') return renderTemplate('partials/empty', shown, format);
  if (view === 'tiles' && shown.tiles !== null) return renderTemplate(`widgets/${id}`, shown.tiles, format);
  const { chart } = shown;
  const kind = chartKindOf(view, views);
  return renderTemplate(
    'partials/chart-and-table',
    {
      id,
      words: shown.label,
      beside: view === 'bar-and-table',
      table: shown.table,
      // A chart that was chosen without its table is printed without it too.
      printed: shown.table.printed && (view === 'bar-and-table' || !views.includes('bar-and-table')),
      pictures:
        chart === null
          ? []
          : pictures.map(({ place, room }) => ({
              place,
              room: `${room.width}x${room.height ?? ''}`,
              svg: picture(id, chart(kind, room, hidden), draw),
            })),
    },
    format,
  );
}

/** A chart as one picture to assistive technology, told in words: once for all pictures of the widget. */
function picture(id: string, drawing: Drawing, draw: Draw): string {
  return draw(drawing).replace('<svg ', `<svg role="img" aria-labelledby="${id}-words" `);
}
