import type { Chart } from '../../charts/svg.ts';
import type { TextKey } from '../../locales/locale.ts';
import type { Report } from '../../report/report.ts';
import type { SectionId } from '../../report/sections/index.ts';
import type { Format } from '../view/format.ts';
import type { Table } from '../view/table.ts';

/** The widths in pixels that charts are drawn for: a wide card, half of the widest one, and a phone or a narrow card. */
export const chartWidth = { wide: 720, half: 600, narrow: 332 } as const;

/** A chart and its table, two views of one widget. Without `wide` the narrow chart serves every width. */
interface ChartView {
  readonly kind: 'chart';
  /** Whether chart and table stand side by side where the widget is wide enough. */
  readonly beside: boolean;
  readonly wide: Chart | null;
  readonly narrow: Chart;
  readonly table: Table;
}

/** Nothing to show, said in words. `good` where that is good news. */
interface EmptyView {
  readonly kind: 'empty';
  readonly words: string;
  readonly good: boolean;
}

/** Figures shown by a template of their own: templates/widgets/<id>.hbs. */
interface OwnView {
  readonly kind: 'own';
  readonly figures: object;
}

type WidgetView = ChartView | EmptyView | OwnView;

/** How a section is shown, in one file named after its id. */
export interface Widget<Id extends SectionId = SectionId> {
  readonly id: Id;
  readonly title: TextKey;
  /** One line below the title. */
  readonly subtitle: TextKey | null;
  /** Columns of twelve. */
  readonly columns: 4 | 6 | 8 | 12;
  readonly view: (report: Report, format: Format) => WidgetView;
}
