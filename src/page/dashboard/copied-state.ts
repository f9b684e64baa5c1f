import type { Layout } from '../../layout/layout.ts';
import type { EmbeddedReport } from '../../render/embedded-report.ts';
import { isTimeZone } from '../../time-zone.ts';
import { lastSaved } from './layout-store.ts';
import type { LeftState, PageState } from './report-page.ts';

/**
 * How a page that was saved as a file is to open: as it was left, but for a layout that the reader saved in this browser
 * since. Undefined for a page as it was made.
 */
export function copiedState(embedded: EmbeddedReport, stored: Layout | undefined): PageState | undefined {
  const left = document.documentElement.dataset.state;
  if (left === undefined) return undefined;
  const state: LeftState = JSON.parse(left);
  // Another browser may not know the zone that was chosen.
  const timezone = isTimeZone(state.timezone) ? state.timezone : embedded.report.window.timezone;
  if (lastSaved() <= state.leftAt) return { ...state, timezone };
  return { choice: state.choice, timezone, layout: stored ?? embedded.layout, looks: {} };
}
