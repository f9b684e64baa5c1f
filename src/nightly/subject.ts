import { subjectTemplateContext } from '../config/template-contexts.ts';
import { fillSubjectTemplate } from '../config/text-template.ts';
import type { Locale } from '../locales/locale.ts';
import { usualSubject } from '../mail/usual-subject.ts';
import { formatOf } from '../render/view/format-of.ts';
import type { Report } from '../report/report.ts';
import type { CrossedThreshold } from '../report/thresholds.ts';
import type { Edition } from './edition.ts';
import type { MailSettings } from './letters.ts';

/** Whether a template says itself where the warning sign goes. */
const namesMark = (template: string): boolean => /\{\{[^}]*\bmark\b/.test(template);

/**
 * The subject of a report's mail in a language, on one line: the usual one, or what the config has. A rate that is past
 * its threshold marks it in any case.
 */
export async function subjectOf(
  report: Report,
  crossed: readonly CrossedThreshold[],
  locale: Locale,
  { name, subject: template }: Pick<MailSettings, 'name' | 'subject'>,
  { id, date, first, last }: Edition,
): Promise<string> {
  const { text, rate } = formatOf(locale, report.window.timezone);
  const mark = crossed.length === 0 ? '' : text('mail.mark');
  if (template === null) return usualSubject(report, mark, locale);
  const context = subjectTemplateContext(report, {
    ...{ locale, date, first, last, mark },
    report: name,
    edition: id,
    warnings: crossed.map((one) => `${text(`rate.${one.rate}`)} ${rate(one.value)}`).join(', '),
  });
  const filled = await fillSubjectTemplate(template, context);
  return namesMark(template) ? filled : `${mark}${filled}`;
}
