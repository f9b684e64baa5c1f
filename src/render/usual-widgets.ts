import { completeLayout, defaultLayout } from '../layout/complete-layout.ts';
import { fillRows } from '../layout/fill-rows.ts';
import type { Layout } from '../layout/layout.ts';
import type { PageReport } from './cut-report.ts';
import { widgets } from './widgets/index.ts';
import type { Widget } from './widgets/widget.ts';

/** A widget on the page that nobody arranged, and the columns of the grid that it takes there. */
export interface UsualWidget {
  readonly widget: Widget;
  readonly columns: number;
}

/** The widgets that have something to say of a report, in the order of the default page and in full rows. */
export function usualWidgets(report: PageReport): readonly UsualWidget[] {
  const shown = widgets.filter(({ appears }) => appears === undefined || appears(report));
  return fillRows(shown.map((widget) => ({ widget, ...widget.size }))).map(({ widget, columns }) => ({
    widget,
    columns,
  }));
}

/** The default page as a layout, for a reader to start from; what has nothing to say waits among the removed. */
export function usualLayout(report: PageReport): Layout {
  const usual = usualWidgets(report);
  const placed = defaultLayout(
    usual.map(({ widget: { id, views, size }, columns }) => ({ id, views, size: { ...size, columns } })),
  );
  const removed = widgets.filter(({ id }) => !usual.some(({ widget }) => widget.id === id));
  return completeLayout(placed.widgets, new Set(removed.map(({ id }) => id)), widgets);
}
