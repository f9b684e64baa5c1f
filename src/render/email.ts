import { renderPng } from '../charts/png.ts';
import type { Layout } from '../layout/layout.ts';
import type { Locale } from '../locales/locale.ts';
import type { Report } from '../report/report.ts';
import type { CrossedThreshold } from '../report/thresholds.ts';
import { readEmailTemplates } from './assets.ts';
import { type Cut, cutReport, pageReport } from './cut-report.ts';
import { type EmailAttachment, type EmailContent, emailContent } from './email/content.ts';
import { emailFiles } from './email/file-names.ts';
import { type EmailMarkup, emailMarkup } from './email/markup.ts';
import { pictureMargin } from './email/pictures.ts';
import { plainText } from './email/plain-text.ts';
import { templateSet } from './templates.ts';
import { formatOf } from './view/format-of.ts';

/** How the mail of a report is to be made. */
export interface EmailOptions {
  readonly locale: Locale;
  /** Which sections, in reading order, with which view; without one they are as they come. */
  readonly layout?: Layout | null;
  /** The report that this one is compared with in a line. */
  readonly earlier?: Report | null;
  /** Said at the top. */
  readonly crossed: readonly CrossedThreshold[];
  /** Named in the closing lines. */
  readonly attachments: readonly EmailAttachment[];
}

/** A picture of a mail: its file name, and the Content-ID, without angle brackets, that the HTML asks for it by. */
export interface EmailPicture {
  readonly name: string;
  readonly cid: string;
  readonly png: Uint8Array;
}

/** All that a mail is composed of, but for its head and its attachments. */
export interface EmailEdition {
  readonly title: string;
  /** Its pictures are parts of the mail, by their Content-IDs. */
  readonly html: string;
  /** The same HTML with its pictures in the folder `email` beside it. */
  readonly fileHtml: string;
  readonly text: string;
  readonly pictures: readonly EmailPicture[];
}

/** HTML of a mail is to be no larger, in bytes: Gmail cuts off what is. */
const mostBytes = 100_000;

/** What a mail holds of a report at best; the next less where it would grow too large. */
const cuts: readonly (Cut & { readonly rows: number })[] = [
  { reasons: 8, characters: 240, rows: 60 },
  { reasons: 8, characters: 160, rows: 30 },
  { reasons: 8, characters: 80, rows: 15 },
  { reasons: 5, characters: 40, rows: 8 },
  { reasons: 3, characters: 30, rows: 5 },
  { reasons: 3, characters: 24, rows: 4 },
];

const renderEmailTemplate = templateSet(readEmailTemplates);

const cidOf = (name: string): string => `${name.replace('.png', '')}@email-live-report`;

/**
 * The email edition of a report: HTML for mail clients, its pictures, and the plain-text part. The same report and
 * options give the same bytes: there is no clock in it, no font and no time zone of the machine.
 */
export function renderEmail(report: Report, options: EmailOptions): EmailEdition {
  const format = formatOf(options.locale, report.window.timezone);
  const htmlOf = (content: EmailContent, addressOf: (name: string) => string): Setting => {
    const markup = emailMarkup(content, options.locale, addressOf, format);
    return { content, markup, html: renderEmailTemplate('email.html', markup.view, format) };
  };
  const { content, markup, html } = firstThatFits((cut) =>
    htmlOf(contentOf(report, options, cut), (name) => `cid:${cidOf(name)}`),
  );
  return {
    title: content.title,
    html,
    fileHtml: htmlOf(content, (name) => `${emailFiles.pictures}/${name}`).html,
    text: renderEmailTemplate('email.txt', plainText(content, format), format),
    pictures: markup.pictures.map(({ name, drawing }) => ({
      name,
      cid: cidOf(name),
      png: renderPng(drawing, pictureMargin),
    })),
  };
}

interface Setting {
  readonly content: EmailContent;
  readonly markup: EmailMarkup;
  readonly html: string;
}

/** The mail that holds most of the report among those that are small enough. */
function firstThatFits(set: (cut: (typeof cuts)[number]) => Setting): Setting {
  for (const cut of cuts) {
    const setting = set(cut);
    if (Buffer.byteLength(setting.html) <= mostBytes) return setting;
  }
  throw new Error('the smallest mail of this report is too large');
}

function contentOf(report: Report, options: EmailOptions, cut: (typeof cuts)[number]): EmailContent {
  const { locale, layout = null, earlier = null, crossed, attachments } = options;
  return emailContent(
    pageReport(cutReport(report, cut), { window: 'whole', machines: 'excluded' }),
    {
      layout,
      earlier: earlier === null ? null : cutReport(earlier, cut).report,
      crossed,
      attachments,
      rows: cut.rows,
    },
    formatOf(locale, report.window.timezone),
  );
}
