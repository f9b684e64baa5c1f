import { adoptLayout } from '../../layout/adopt-layout.ts';
import type { Catalogue, Layout } from '../../layout/layout.ts';
import { layoutText } from '../../layout/layout-text.ts';

/** One arrangement for all reports: tomorrow's is opened as today's was left. */
const key = 'email-live-report.layout';
/** When it was saved, or forgotten. */
const timeKey = 'email-live-report.layout-saved';

/** The layout that the reader saved, as far as it fits this page; undefined where there is none, or none can be read. */
export function storedLayout(catalogue: Catalogue): Layout | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : adoptLayout(JSON.parse(text), catalogue);
  } catch {
    // Denied, or not ours: the page is then shown as it came.
    return undefined;
  }
}

/** When the reader last saved a layout in this browser, in milliseconds; 0 for never. */
export function lastSaved(): number {
  try {
    return Number(localStorage.getItem(timeKey)) || 0;
  } catch {
    return 0;
  }
}

/** Keeps a layout for this reader, or forgets it; false where the browser denies storage to the page. */
export function storeLayout(layout: Layout | null): boolean {
  try {
    if (layout === null) localStorage.removeItem(key);
    else localStorage.setItem(key, layoutText(layout));
    localStorage.setItem(timeKey, String(Date.now()));
    return true;
  } catch {
    return false;
  }
}
