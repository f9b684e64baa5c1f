import type { Drawing, Room } from '../../charts/drawing.ts';
import type { ColorName } from '../../charts/palette.ts';
import { canWrite } from '../../charts/text-width.ts';
import type { Layout } from '../../layout/layout.ts';
import type { SectionId } from '../../report/sections/index.ts';
import type { PageReport } from '../cut-report.ts';
import { usualWidgets } from '../usual-widgets.ts';
import type { Format } from '../view/format.ts';
import { viewNamed } from '../widget-placing.ts';
import { widgets } from '../widgets/index.ts';
import type { ChartKind, Shown, Widget, WidgetView } from '../widgets/widget.ts';
import { type EmailTable, emailTable } from './table.ts';

/** A section as a mail shows it: as a chart, as a table, or in words where there is nothing to show. */
export interface EmailSection {
  readonly id: SectionId;
  readonly title: string;
  readonly subtitle: string | null;
  readonly body: SectionBody;
}

export type SectionBody =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'table'; readonly table: EmailTable }
  | SectionChart;

export interface SectionChart {
  readonly kind: 'chart';
  readonly chart: ChartKind;
  readonly draw: Draw;
  /** The figures in words. */
  readonly label: string;
  /** The figures as a table, for those who see no picture. */
  readonly table: EmailTable;
}

type Draw = (room: Room) => Drawing;

/** The widget whose tiles are the head of a mail, whatever place it has. */
const summary = 'email-summary';

/** Which widgets a mail shows, in reading order, each with its view. */
function placed(
  layout: Layout | null,
  report: PageReport,
): readonly { readonly widget: Widget; readonly view: WidgetView }[] {
  if (layout === null) {
    return usualWidgets(report)
      .filter(({ widget }) => widget.inMail)
      .map(({ widget }) => ({ widget, view: widget.views[0] }));
  }
  return layout.widgets.flatMap(({ id, view }) =>
    widgets
      .filter((widget) => widget.id === id)
      .map((widget) => ({ widget, view: viewNamed(view, widget.views) })),
  );
}

/** Whether a mail of this layout begins with the key figures. */
export function beginsWithTiles(layout: Layout | null, report: PageReport): boolean {
  return placed(layout, report).some(({ widget, view }) => widget.id === summary && view === 'tiles');
}

/** The widget whose sentences stand above them, whatever place and view it has. */
const findings = 'findings';

/** Whether a mail of this layout begins with the findings. */
export function showsFindings(layout: Layout | null, report: PageReport): boolean {
  return placed(layout, report).some(({ widget }) => widget.id === findings);
}

/** The sections below the key figures. No table has more rows than `most`. */
export function sectionsOf(
  report: PageReport,
  layout: Layout | null,
  most: number,
  format: Format,
): readonly EmailSection[] {
  return (
    placed(layout, report)
      .filter(({ widget, view }) => widget.id !== findings && (widget.id !== summary || view !== 'tiles'))
      .map(({ widget, view }) => ({ widget, view, shown: widget.show(report, format) }))
      // What is told in a sentence alone is in the mail's own line.
      .filter(({ shown }) => shown.kind === 'empty' || shown.table.rows.length > 0)
      .map(({ widget, view, shown }) => {
        const isEmpty = shown.kind === 'empty';
        return {
          id: widget.id,
          title: format.text(widget.title),
          subtitle: widget.subtitle === null || isEmpty ? null : format.text(widget.subtitle),
          body: isEmpty ? { kind: 'words', words: shown.words } : bodyOf(shown, view, most, format),
        };
      })
  );
}

function bodyOf(shown: Shown, view: WidgetView, most: number, format: Format): SectionBody {
  const tableWith = (marks: readonly (ColorName | null)[]): EmailTable =>
    emailTable(shown.table, marks, most, format);
  const table = tableWith([]);
  const { chart } = shown;
  if (chart === null || view === 'table' || view === 'tiles') return { kind: 'table', table };
  const draw =
    (kind: ChartKind): Draw =>
    (room) =>
      chart(kind, room, new Set());
  // The bars of a mail stand in the lines of the table.
  if (view === 'bar-and-table') {
    return { kind: 'table', table: tableWith(colorsOf(draw('bar')({ width: 0, height: null }))) };
  }
  // Pictures are drawn with the report's own font; what it has no letters for is left to the fonts of the reader.
  const isWritable = textsOf(draw(view)({ width: 592, height: null })).every(canWrite);
  if (!isWritable) return { kind: 'table', table };
  return { kind: 'chart', chart: view, draw: draw(view), label: shown.label, table };
}

/** The colour of each bar of a chart. */
function colorsOf({ spots }: Drawing): readonly (ColorName | null)[] {
  return spots.map(({ figures }) => figures[0]?.color ?? null);
}

function textsOf({ data }: Drawing): readonly string[] {
  return (data.texts ?? []).flatMap((row) => ('text' in row ? [String(row.text)] : []));
}
