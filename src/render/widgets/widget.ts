import type { Drawing, Room } from '../../charts/drawing.ts';
import type { ColorName } from '../../charts/palette.ts';
import type { TextKey } from '../../locales/texts.ts';
import type { SectionId } from '../../report/sections/index.ts';
import type { PageReport } from '../cut-report.ts';
import type { Format } from '../view/format.ts';
import type { Table } from '../view/table.ts';

/** The kinds of charts that a widget may offer. */
export type ChartKind = 'line' | 'area' | 'bar' | 'donut' | 'heatmap';

/**
 * The ways in which a widget can show its figures: a kind of chart, its table, both side by side where it is wide
 * enough, or its tiles, which come from a template of its own: templates/widgets/<id>.hbs.
 */
export type WidgetView = ChartKind | 'table' | 'bar-and-table' | 'tiles';

/** Figures to show, each view of them made when it is asked for. */
export interface Shown {
  readonly kind: 'figures';
  /** The figures in words, for those who do not see the chart. */
  readonly label: string;
  /** Null where the figures make no picture: then the widget offers no view that has one. */
  readonly chart: ((kind: ChartKind, room: Room, hidden: ReadonlySet<ColorName>) => Drawing) | null;
  readonly table: Table;
  readonly tiles: object | null;
}

/** Nothing to show, said in words. `good` where that is good news. */
interface Empty {
  readonly kind: 'empty';
  readonly words: string;
  readonly good: boolean;
}

/** How a section is shown, in one file named after its id. */
export interface Widget<Id extends SectionId = SectionId> {
  readonly id: Id;
  readonly title: TextKey;
  /** One line below the title. */
  readonly subtitle: TextKey | null;
  /** On the grid of twelve columns; the height is taken only where somebody arranged the page (see src/layout). */
  readonly size: { readonly columns: 4 | 6 | 8 | 12; readonly rows: number };
  /** The views that make sense for it; the first is shown unless another is chosen. */
  readonly views: readonly [WidgetView, ...WidgetView[]];
  /**
   * Whether it has something to say of a report: otherwise it is left out where nobody arranged the widgets. Without this,
   * it is shown in any case, and says that there is nothing.
   */
  readonly appears?: (report: PageReport) => boolean;
  /** Whether a mail that nobody arranged shows it. */
  readonly inMail: boolean;
  readonly show: (report: PageReport, format: Format) => Shown | Empty;
}

/** Whether a view shows a picture of the figures. */
export const isChart = (view: WidgetView): boolean => view !== 'table' && view !== 'tiles';

/** The chart of a view; a widget shown without a chart has the first kind that it offers, for its picture. */
export function chartKindOf(view: WidgetView, views: readonly WidgetView[]): ChartKind {
  if (view === 'bar-and-table') return 'bar';
  if (view !== 'table' && view !== 'tiles') return view;
  const chart = views.find(
    (one): one is ChartKind => one !== 'table' && one !== 'tiles' && one !== 'bar-and-table',
  );
  return chart ?? 'bar';
}
