import type { Mailbox } from '../config/config.ts';
import type { Locale } from '../locales/locale.ts';
import type { EmailEdition } from '../render/email.ts';
import type { Report } from '../report/report.ts';
import { composeMail } from './compose.ts';
import { draftId } from './mail-key.ts';
import { mailPictures } from './mail-pictures.ts';
import { usualSubject } from './usual-subject.ts';

/** A report's mail that is still to be addressed, as a file that mail programs open ready to send (`email.eml`). */
export function composeDraft(
  report: Report,
  email: EmailEdition,
  { locale, from, date }: { readonly locale: Locale; readonly from: Mailbox | null; readonly date: number },
): Promise<Buffer> {
  return composeMail(
    {
      messageId: draftId(report.delivery.id),
      date: new Date(date),
      ...{ from, replyTo: null, to: null, locale },
      subject: usualSubject(report, '', locale),
      text: email.text,
      html: email.html,
      parts: mailPictures(email),
    },
    null,
  );
}
