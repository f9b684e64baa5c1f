import { renderSvg } from '../charts/svg.ts';
import type { Layout } from '../layout/layout.ts';
import type { Locale } from '../locales/locale.ts';
import type { Report } from '../report/report.ts';
import { readPagePacks, readPageScript } from './assets.ts';
import { type Cut, type CutReport, cutReport, type PageReport, pageReport } from './cut-report.ts';
import { packReport } from './embedded-report.ts';
import { layoutStyles } from './layout-styles.ts';
import type { LivePage } from './live-page.ts';
import { inlineHash, securityPolicy } from './security-policy.ts';
import { pageStyles } from './styles.ts';
import { renderTemplate } from './templates.ts';
import { usualWidgets } from './usual-widgets.ts';
import { auditParts } from './view/audit.ts';
import { formatOf } from './view/format-of.ts';
import { headerView } from './view/header.ts';
import { markedPartial, partialView } from './view/partial.ts';
import { rateViews } from './view/rates.ts';
import { switchesView } from './view/switches.ts';
import { widgetMarkup } from './widget-markup.ts';
import { arrangedPlacing, defaultPlacing } from './widget-placing.ts';
import { widgets } from './widgets/index.ts';

/** How a page is to be made. */
export interface PageOptions {
  readonly locale: Locale;
  /** Which widgets, where and how; without one the page is as it comes. */
  readonly layout?: Layout | null;
  readonly live?: LivePage | null;
}

const sheets = [
  'page',
  'header',
  'grid',
  'widget',
  'summary',
  'findings',
  'table',
  'interactive',
  'edit',
  'footer',
  'print',
];

/** A link to a widget shows where the page has that widget, and goes with it when it is removed. */
const linkStyles = widgets.map(({ id }) => `main:not(:has(#${id})) [href="#${id}"]{display:none}`).join('\n');

/** A page is to be no larger, in bytes: it is mailed. */
const mostBytes = 400_000;

/** A page that follows its delivery may have a script more: what it holds of its report is the same. */
const mostLiveBytes = mostBytes + 12_000;

/** What a page holds of a report at best; the next less where it would grow too large. */
const cuts: readonly Cut[] = [
  { reasons: 2000, characters: 600 },
  { reasons: 500, characters: 300 },
  { reasons: 150, characters: 200 },
  { reasons: 60, characters: 160 },
  { reasons: 30, characters: 100 },
  { reasons: 12, characters: 60 },
  { reasons: 12, characters: 60, onlyWhole: true },
  { reasons: 6, characters: 40, onlyWhole: true },
];

/**
 * The self-contained page of a report. The same report, language and layout give the same bytes on every machine:
 * there is no clock, no machine time zone and no text of Intl in it.
 */
export function renderHtml(report: Report, options: PageOptions): string {
  let html = '';
  for (const cut of cuts) {
    html = renderCut(cutReport(report, cut), options);
    if (Buffer.byteLength(html) <= (options.live == null ? mostBytes : mostLiveBytes)) break;
  }
  return html;
}

function renderCut(cut: CutReport, { locale, layout = null, live = null }: PageOptions): string {
  const shown = pageReport(cut, { window: 'whole', machines: 'excluded' });
  const format = formatOf(locale, cut.report.window.timezone);
  const partial = partialView(shown.partial, format);
  // A live page may come to be partial, or whole, while it is open.
  const besides = live !== null ? ['partial', 'live'] : partial !== null ? ['partial'] : [];
  const styles = `${pageStyles(...sheets, ...besides)}\n${linkStyles}`;
  const places = layout === null ? null : layoutStyles(layout);
  const script = readPageScript('report');
  const packs = readPagePacks().filter(({ name }) => live !== null || name !== 'live');
  const header = headerView(shown, format);
  return renderTemplate(
    'report',
    {
      locale,
      live,
      title: format.text('page.title', {
        name: markedPartial(header.name, shown.partial, format),
        page: format.text('page.name'),
      }),
      policy: securityPolicy({
        styles: [styles, ...(places === null ? [] : [places])].map(inlineHash),
        scripts: [inlineHash(script), ...packs.map(({ hash }) => hash)],
        besidePage: live !== null,
      }),
      styles,
      places,
      script,
      partial,
      header,
      switches: switchesView(cut.report, format),
      laidOut: layout !== null,
      widgets: placedWidgets(layout, shown).map(({ widget, placing }) =>
        widgetMarkup(widget, shown, placing, renderSvg, format),
      ),
      audit: auditParts(shown.audit, format),
      rates: rateViews(shown, format),
      data: packReport(cut, { locale, layout, isLive: live !== null }),
      packs,
    },
    format,
  );
}

function placedWidgets(layout: Layout | null, report: PageReport) {
  if (layout === null) {
    return usualWidgets(report).map(({ widget, columns }) => ({
      widget,
      placing: defaultPlacing(widget, columns),
    }));
  }
  return layout.widgets.flatMap((placed) =>
    widgets
      .filter(({ id }) => id === placed.id)
      .map((widget) => ({ widget, placing: arrangedPlacing(widget, placed) })),
  );
}
