import * as z from 'zod';
import type { WatchedRate } from '../report/thresholds.ts';
import { attachments } from './config.ts';
import { chosenRules } from './machine-rules.ts';
import { groupSchema, recipientSchema } from './recipients-file.ts';
import { smtpSchema } from './smtp-file.ts';
import * as value from './value-schemas.ts';

const { keys, list, text } = value;

const schedule = z.union([
  value.cron.transform((cron) => ({ cron, timezone: undefined })),
  keys({
    cron: value.cron.describe('The cron expression.'),
    timezone: value.timezone
      .optional()
      .describe("The zone whose wall time it is in; the report's unless it is given."),
  }),
]);

const thresholds = {
  delivered: value.share.optional().describe('Warn where a smaller share was delivered, such as 95%.'),
  bounces: value.share.optional().describe('Warn where a greater share bounced, such as 5%.'),
  errors: value.share.optional().describe('Warn where a greater share could not be sent, such as 1%.'),
  complaints: value.share
    .optional()
    .describe('Warn where a greater share of the delivered was complained about, such as 0.1%.'),
} satisfies Record<WatchedRate, z.ZodType>;

/** What may stand at the top, for all reports, and in a report, which wins. */
const settings = {
  locale: value.locale
    .optional()
    .describe(
      "The language of reports; this machine's, from LC_ALL, LC_MESSAGES or LANG, unless it is given.",
    ),
  timezone: value.timezone
    .optional()
    .describe("The time zone of reports, such as Europe/Paris; this machine's unless it is given."),
  layout: text
    .optional()
    .describe('The arrangement of the widgets: a layout.json that was saved from a report.'),
  page: z.enum(['A4', 'Letter']).optional().describe('The paper of the PDF: A4 unless it is given.'),
  browser: text
    .optional()
    .describe('The browser that prints the PDF: a path, or bundled; looked up unless it is given.'),
  subject: z
    .string()
    .trim()
    .min(1, 'is empty')
    .optional()
    .describe('The subject of the mails, a Handlebars template (docs/config.md).'),
  attach: value
    .some(attachments)
    .optional()
    .describe(
      'What is attached to the mails, a list of pdf, csv (a zip) and html: [pdf] unless it is given.',
    ),
  write: value
    .some(['pdf', 'csv', 'email'])
    .optional()
    .describe(
      'What is written besides report.html and report.json, a list of pdf, csv and email: [pdf, csv] unless it is given.',
    ),
  thresholds: keys(thresholds)
    .optional()
    .describe('The rates from which on a report warns, in its subject too; by rate, a report over the top.'),
  compare: z
    .int('must be a whole number')
    .min(0, 'must be 0 or more')
    .max(100, 'must be 100 or less')
    .optional()
    .describe(
      'With how many deliveries of the earlier editions a report is compared: 10 unless it is given, 0 for none.',
    ),
  retryWindow: value.stretch
    .optional()
    .describe(
      'For how long the sender tries deferred messages again, until which a report is provisional: 84h unless it is given.',
    ),
  skipUnchanged: z
    .boolean()
    .optional()
    .describe('Whether a report that is the same as the last one is not mailed again: false.'),
  incremental: z
    .boolean()
    .optional()
    .describe(
      'Whether what was read of a dump in files is kept, so that the next run reads only what is new: false.',
    ),
  schedule: schedule
    .optional()
    .describe('When reports are due: a cron expression of five fields, or { cron, timezone }.'),
  includeTests: z.boolean().optional().describe('Whether test sends count too: false.'),
  rawReasons: z
    .boolean()
    .optional()
    .describe(
      'Whether reasons are counted as they came, without grouping what differs in ids and times: false.',
    ),
  keepQuery: z
    .boolean()
    .optional()
    .describe('Whether links are told apart by their query strings too, which often name recipients: false.'),
  redactDomains: z
    .boolean()
    .optional()
    .describe(
      'Whether domains of fewer than 10 recipients, which can name people, are counted together: false.',
    ),
  machines: chosenRules
    .optional()
    .describe(
      "The rules that suspect a machine's opens and clicks; rule by rule, a report over the top. In a line as with --machines, or none.",
    ),
};

const replyTo = value.mailbox.optional().describe('Where answers go, where that is not `from`.');

const notify = list(value.mailbox)
  .optional()
  .describe('Who is told when a report could not be made: an address or a list of them.');

const report = keys({
  name: text
    .max(100, 'is longer than 100 characters')
    .refine((name) => !/[/\\]|^\.{1,2}$/.test(name), 'must be the name of a folder, without / and \\')
    .describe('What the report is called, in mails and with --only; each report has its own.'),
  dump: list(text)
    .refine((dump) => dump.length > 0, 'is empty')
    .describe(
      'The files, folders or patterns of its dump, one or a list; {{date}}, {{first}} and {{last}} are days in them.',
    ),
  format: list(text)
    .optional()
    .describe(
      'The format of the dump, or of some of its files as in sendgrid=hooks/*.json; seen unless it is given.',
    ),
  mapping: text.optional().describe('The mapping file of a dump of your own (docs/mapping.md).'),
  delivery: text.optional().describe('Only this delivery of the dump, by its id; all unless it is given.'),
  window: value.reportedTime
    .default({ kind: 'all' })
    .describe(
      'What is reported on: all, the day, week or month that has just ended, or the last stretch of each delivery such as 24h.',
    ),
  to: list(recipientSchema).describe(
    'Who gets it, one or a list: names of groups, addresses, { address, name, locale }.',
  ),
  from: value.mailbox.optional().describe('Whom its mails are from, instead of the one at the top.'),
  replyTo,
  notify,
  ...settings,
});

/** What people write into email-live-report.config.yaml, .yml, .json or .ts (docs/config.md). */
export const configFileSchema = keys({
  $schema: z.string().optional().describe('Where this schema is, for editors.'),
  output: text.default('output').describe('The folder that reports are written to.'),
  state: text
    .default('state')
    .describe('The folder of what must outlast a run: which mails are sent, when schedules last ran.'),
  smtp: smtpSchema.describe('The server that mails are handed to.'),
  from: value.mailbox.describe('Whom the mails are from: Name <address>, or an address.'),
  replyTo,
  notify,
  groups: z
    .record(
      text.refine((name) => !name.includes('@'), 'the name of a group has no @'),
      groupSchema,
    )
    .default({})
    .describe('Recipients under a name: a list of them, or { locale, members }.'),
  ...settings,
  reports: z
    .array(report)
    .min(1, 'is empty')
    .describe('The reports, each made of one dump and mailed for each delivery in it.'),
});

export type ConfigFile = z.output<typeof configFileSchema>;
export type ReportInFile = ConfigFile['reports'][number];
