import { type Chart, renderSvg } from '../charts/svg.ts';
import type { Locale } from '../locales/locale.ts';
import type { Report } from '../report/report.ts';
import { readPageScript } from './assets.ts';
import { embedReport } from './embedded-report.ts';
import { escapeHtml, inlineJson } from './escape.ts';
import { securityPolicy } from './security-policy.ts';
import { pageStyles } from './styles.ts';
import { renderTemplate } from './templates.ts';
import { auditParts } from './view/audit.ts';
import { type Format, formatOf } from './view/format.ts';
import { headerView } from './view/header.ts';
import { rateViews } from './view/rates.ts';
import { widgets } from './widgets/index.ts';
import type { Widget } from './widgets/widget.ts';

/**
 * The self-contained page of a report. The same report and language give the same bytes on every machine:
 * there is no clock, no machine time zone and no text of Intl in it.
 */
export async function renderHtml(report: Report, { locale }: { locale: Locale }): Promise<string> {
  const format = formatOf(locale, report.window.timezone);
  const styles = pageStyles('page', 'header', 'grid', 'widget', 'summary', 'table', 'footer', 'print');
  const script = readPageScript('report');
  const header = headerView(report, format);
  return renderTemplate(
    'report',
    {
      locale,
      title: format.text('page.title', { name: header.name, page: format.text('page.name') }),
      policy: securityPolicy(styles, script),
      styles,
      script,
      header,
      widgets: await Promise.all(widgets.map((widget) => widgetMarkup(widget, report, format))),
      audit: auditParts(report.audit, format),
      rates: rateViews(report, format),
      data: inlineJson(embedReport(report)),
    },
    format,
  );
}

async function widgetMarkup({ id, title, subtitle, columns, view }: Widget, report: Report, format: Format) {
  const shown = view(report, format);
  const frame = {
    id,
    title: format.text(title),
    subtitle: subtitle === null || shown.kind === 'empty' ? null : format.text(subtitle),
    columns,
    kind: shown.kind,
    empty: shown.kind === 'empty' ? shown : null,
    chart:
      shown.kind === 'chart'
        ? {
            group: format.text('view.group', { title: format.text(title) }),
            beside: shown.beside,
            table: shown.table,
          }
        : null,
    body: null as string | null,
    pictures: [] as { width: string; svg: string }[],
  };
  if (shown.kind === 'own') frame.body = renderTemplate(`widgets/${id}`, shown.figures, format);
  if (shown.kind === 'chart') {
    if (shown.wide !== null) frame.pictures.push({ width: 'wide', svg: await picture(shown.wide) });
    frame.pictures.push({ width: shown.wide === null ? 'any' : 'narrow', svg: await picture(shown.narrow) });
  }
  return frame;
}

/** A chart as one picture to assistive technology, with its figures in words. */
async function picture({ spec, label }: Chart): Promise<string> {
  const svg = await renderSvg(spec);
  return svg.replace('<svg ', () => `<svg role="img" aria-label="${escapeHtml(label)}" `);
}
