import type { Locale } from '../locales/locale.ts';
import type { MachineRules } from '../report/machines/rules/index.ts';
import type { Thresholds } from '../report/thresholds.ts';

/** A config file, read and checked: defaults filled in, groups replaced by their members, paths made absolute. */
export interface Config {
  /** The file that it comes from. */
  readonly path: string;
  /** The folder that reports are written to. */
  readonly output: string;
  /** The folder of what must outlast a run: the ledger of mails, when schedules last ran, the health file. */
  readonly state: string;
  readonly smtp: SmtpConfig;
  readonly reports: readonly [ReportConfig, ...ReportConfig[]];
}

/** An address with the name that is shown beside it, null where there is none. */
export interface Mailbox {
  readonly address: string;
  readonly name: string | null;
}

/** Somebody who gets a report; in the report's own language where the locale is null. */
export interface Recipient extends Mailbox {
  readonly locale: Locale | null;
}

/** Where a secret is to be had. It is read when it is needed, and never printed. */
export type Secret = { readonly env: string } | { readonly file: string };

/**
 * How a connection is secured: by STARTTLS, without which nothing is sent; by TLS from the first byte; by STARTTLS where the
 * server offers it; or not at all.
 */
export const tlsModes = ['starttls', 'implicit', 'opportunistic', 'none'] as const;
export type TlsMode = (typeof tlsModes)[number];

/** The server that mails are handed to. Times in milliseconds. */
export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  /** A PEM file of the authorities that sign the server's certificate, besides those that Node knows. */
  readonly ca: string | null;
  readonly auth: { readonly user: string; readonly password: Secret } | null;
  /** The name that is said with EHLO; null for this machine's. */
  readonly name: string | null;
  readonly connections: number;
  /** For how long a silent server is waited for. */
  readonly timeout: number;
  /** How often a mail that could not be handed over is tried again; the pause before the first retry, tripled before each further one. */
  readonly retries: { readonly times: number; readonly pause: number };
  readonly dkim: { readonly domain: string; readonly selector: string; readonly key: Secret } | null;
}

export const attachments = ['pdf', 'csv', 'html'] as const;
export type Attachment = (typeof attachments)[number];

/** The calendar's periods that a report may cover: the one that ended before the day of the run. */
export const calendarPeriods = ['day', 'week', 'month'] as const;
export type CalendarPeriod = (typeof calendarPeriods)[number];

/** All there is, the last stretch of each delivery in milliseconds, or a period that has just ended. */
export type ReportedTime =
  | { readonly kind: 'all' }
  | { readonly kind: 'last'; readonly milliseconds: number }
  | { readonly kind: 'period'; readonly period: CalendarPeriod };

/** When a report is due: a cron expression, in the wall time of a zone. */
export interface Schedule {
  readonly cron: string;
  readonly timezone: string;
}

/** One report of the config: made of one dump, mailed for each delivery in it. */
export interface ReportConfig {
  readonly name: string;
  /** Files, folders and patterns, absolute; Handlebars templates of a day's names (see docs/config.md). */
  readonly dump: readonly string[];
  readonly format: readonly string[] | null;
  readonly mapping: string | null;
  /** The delivery of the dump that is reported on; null for all. */
  readonly delivery: string | null;
  readonly time: ReportedTime;
  readonly locale: Locale;
  readonly timezone: string;
  readonly layout: string | null;
  readonly page: 'A4' | 'Letter';
  /** The browser that prints PDFs: a path, `bundled`, or null to look one up. */
  readonly browser: string | null;
  readonly includeTests: boolean;
  readonly rawReasons: boolean;
  /** Whether links are told apart by their query strings and fragments too. */
  readonly keepQuery: boolean;
  /** Whether domains of few people are not named. */
  readonly redactDomains: boolean;
  readonly machines: MachineRules;
  /** What is written to the output folder besides the page and report.json. */
  readonly write: readonly ('pdf' | 'csv' | 'email')[];
  readonly attach: readonly Attachment[];
  readonly from: Mailbox;
  readonly replyTo: Mailbox | null;
  /** A Handlebars template; null for the usual subject. */
  readonly subject: string | null;
  /** Each address once. */
  readonly to: readonly Recipient[];
  /** Who is told when the report could not be made. */
  readonly notify: readonly Mailbox[];
  readonly thresholds: Thresholds;
  /** With how many deliveries before it each is compared at most, and of how many earlier editions; 0 for none. */
  readonly compare: number;
  /** For how long deferred messages are tried again, in milliseconds. */
  readonly retryWindow: number;
  readonly skipUnchanged: boolean;
  /** Whether what was read of the dump is kept for the next runs, which read what is new then. */
  readonly incremental: boolean;
  readonly schedule: Schedule | null;
}
