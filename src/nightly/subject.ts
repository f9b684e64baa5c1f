import { subjectTemplateContext } from '../config/template-contexts.ts';
import { fillSubjectTemplate } from '../config/text-template.ts';
import type { Locale } from '../locales/locale.ts';
import { usualSubject } from '../mail/usual-subject.ts';
import { formatOf } from '../render/view/format-of.ts';
import { markedPartial } from '../render/view/partial.ts';
import type { Report } from '../report/report.ts';
import type { CrossedThreshold } from '../report/thresholds.ts';
import type { Edition } from './edition.ts';
import type { MailSettings } from './letters.ts';

/** Whether a template says itself where the warning sign goes, or that a report is partial. */
const names = (template: string, mark: 'mark' | 'partial'): boolean =>
  new RegExp(`\\{\\{[^}]*\\b${mark}\\b`).test(template);

/**
 * The subject of a report's mail in a language, on one line: the usual one, or what the config has. A rate that is past
 * its threshold marks it in any case, and so does data that is missing.
 */
export async function subjectOf(
  report: Report,
  crossed: readonly CrossedThreshold[],
  locale: Locale,
  { name, subject: template }: Pick<MailSettings, 'name' | 'subject'>,
  { id, date, first, last }: Edition,
): Promise<string> {
  const format = formatOf(locale, report.window.timezone);
  const { text, rate } = format;
  const mark = crossed.length === 0 ? '' : text('mail.mark');
  if (template === null) return usualSubject(report, mark, locale);
  const context = subjectTemplateContext(report, {
    ...{ locale, date, first, last, mark },
    report: name,
    edition: id,
    partial: report.partial === undefined ? '' : text('partial.mark'),
    warnings: crossed.map((one) => `${text(`rate.${one.rate}`)} ${rate(one.value)}`).join(', '),
  });
  const filled = await fillSubjectTemplate(template, context);
  const marked = names(template, 'mark') ? filled : `${mark}${filled}`;
  return names(template, 'partial') ? marked : markedPartial(marked, report.partial, format);
}
