import type { Recipient, ReportConfig } from '../config/config.ts';
import type { Locale } from '../locales/locale.ts';
import { composeMail, type MailContent } from '../mail/compose.ts';
import { type MailKey, messageId } from '../mail/mail-key.ts';
import { mailPictures } from '../mail/mail-pictures.ts';
import type { EmailEdition } from '../render/email.ts';
import type { Report } from '../report/report.ts';
import type { CrossedThreshold } from '../report/thresholds.ts';
import { attachmentsOf } from './attachments.ts';
import type { Edition } from './edition.ts';
import { perLocale } from './per-locale.ts';
import type { RunContext } from './run-context.ts';
import { subjectOf } from './subject.ts';

/** What of a report's settings decides about its mails. */
export interface MailSettings
  extends Pick<
    ReportConfig,
    'name' | 'locale' | 'attach' | 'from' | 'replyTo' | 'subject' | 'to' | 'thresholds' | 'skipUnchanged'
  > {
  readonly kind: 'report' | 'by-hand';
}

/** A report and what its mails are made of, in each language. */
export interface MadeReport {
  readonly report: Report;
  readonly crossed: readonly CrossedThreshold[];
  readonly page: (locale: Locale) => Promise<string>;
  readonly pdf: (locale: Locale) => Promise<Uint8Array>;
  readonly email: (locale: Locale) => Promise<EmailEdition>;
}

/** A mail but for whom it goes to: it is the same for all who read one language. */
export type Letter = Omit<MailContent, 'messageId' | 'to'>;

/** The letters of a report, each made when somebody who reads its language is to have it. */
export interface Letters {
  readonly letterFor: (recipient: Recipient) => Promise<Letter>;
  /** The mail to one recipient, as it goes over the wire. */
  readonly mailTo: (recipient: Recipient, key: MailKey) => Promise<Buffer>;
}

/** The letters of a report in an edition. What cannot be made is thrown when it is asked for. */
export function lettersOf(
  made: MadeReport,
  settings: MailSettings,
  edition: Edition,
  context: Pick<RunContext, 'server' | 'now'>,
): Letters {
  const letterIn = perLocale((locale) => writeLetter(made, locale, settings, edition, context.now));
  const letterFor = ({ locale }: Recipient): Promise<Letter> => letterIn(locale ?? settings.locale);
  return {
    letterFor,
    mailTo: async (recipient, key) => {
      const { address } = settings.from;
      const letter = await letterFor(recipient);
      return composeMail(
        { ...letter, messageId: messageId(key, address), to: recipient },
        context.server?.dkim ?? null,
      );
    },
  };
}

async function writeLetter(
  { report, crossed, page, pdf, email }: MadeReport,
  locale: Locale,
  settings: MailSettings,
  edition: Edition,
  now: () => number,
): Promise<Letter> {
  const { from, replyTo, attach } = settings;
  const { text, html, pictures } = await email(locale);
  const source = { report, page: () => page(locale), pdf: () => pdf(locale) };
  return {
    ...{ from, replyTo, locale, text, html },
    date: new Date(now()),
    subject: await subjectOf(report, crossed, locale, settings, edition),
    parts: [...mailPictures({ pictures }), ...(await attachmentsOf(source, attach))],
  };
}
