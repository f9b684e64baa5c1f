import type { Recipient, ReportConfig } from '../config/config.ts';
import type { Layout } from '../layout/layout.ts';
import type { Locale } from '../locales/locale.ts';
import { composeMail, type MailContent, type MailPart } from '../mail/compose.ts';
import { type MailKey, messageId } from '../mail/mail-key.ts';
import type { Report } from '../report/report.ts';
import { crossedThresholds } from '../report/thresholds.ts';
import { attachmentsOf } from './attachments.ts';
import type { Edition } from './edition.ts';
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

/** A report that is made, and what its mails are made of. */
export interface MadeReport {
  readonly report: Report;
  /** The report that it is compared with. */
  readonly earlier: Report | null;
  readonly layout: Layout | null;
  /** The page in a language. */
  readonly page: (locale: Locale) => Promise<string>;
  /** The PDF in a language. */
  readonly pdf: (locale: Locale) => Promise<Uint8Array>;
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
  context: Pick<RunContext, 'renderer' | 'server' | 'now'>,
): Letters {
  const letters = new Map<Locale, Promise<Letter>>();
  const letterFor = ({ locale }: Recipient): Promise<Letter> => {
    const language = locale ?? settings.locale;
    const letter = letters.get(language) ?? writeLetter(made, language, settings, edition, context);
    letters.set(language, letter);
    return letter;
  };
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
  { report, earlier, layout, page, pdf }: MadeReport,
  locale: Locale,
  settings: MailSettings,
  edition: Edition,
  { renderer, now }: Pick<RunContext, 'renderer' | 'now'>,
): Promise<Letter> {
  const { attach, from, replyTo } = settings;
  const crossed = crossedThresholds(report.rates, settings.thresholds);
  const email = await renderer.renderEmail(report, {
    ...{ locale, layout, earlier, crossed },
    attachments: attach,
    pictures: 'cid',
  });
  const pictures = email.pictures.map(
    ({ name, cid, png }): MailPart => ({ name, cid, type: 'image/png', content: png }),
  );
  const source = { report, page: () => page(locale), pdf: () => pdf(locale) };
  return {
    date: new Date(now()),
    from,
    replyTo,
    subject: await subjectOf(report, crossed, locale, settings, edition),
    locale,
    text: email.text,
    html: email.html,
    parts: [...pictures, ...(await attachmentsOf(source, attach))],
  };
}
