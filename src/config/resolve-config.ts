import { dirname } from 'node:path';
import { readFormatOption } from '../dump/choose-format.ts';
import { formats } from '../dump/formats/index.ts';
import { isClickHouseSource, withFiles } from '../engine/clickhouse/source-url.ts';
import type { Key } from '../files/fault.ts';
import { usualSettings } from '../report/findings/settings.ts';
import type { Config, ReportConfig, Secret, SmtpConfig, TlsMode } from './config.ts';
import { ConfigFault } from './config-fault.ts';
import type { ConfigFile, ReportInFile } from './config-file.ts';
import { type ConfigPaths, configPaths } from './config-paths.ts';
import { chooseLocale } from './locale.ts';
import { settledRules } from './machine-rules.ts';
import { eachOnce, recipientsOf } from './recipients.ts';
import { chooseTimezone } from './timezone.ts';

const ports: Readonly<Record<TlsMode, number>> = {
  implicit: 465,
  starttls: 587,
  opportunistic: 25,
  none: 25,
};

const located = (secret: Secret, { file }: ConfigPaths): Secret =>
  'file' in secret ? { file: file(secret.file) } : secret;

function smtpOf({ user, password, ...smtp }: ConfigFile['smtp'], paths: ConfigPaths): SmtpConfig {
  const { ca, dkim, port, name } = smtp;
  return {
    ...smtp,
    port: port ?? ports[smtp.tls],
    ca: ca === undefined ? null : paths.file(ca),
    auth: user === undefined || password === undefined ? null : { user, password: located(password, paths) },
    name: name ?? null,
    dkim: dkim === undefined ? null : { ...dkim, key: located(dkim.key, paths) },
  };
}

/** The `--format` options of a report: `sendgrid`, or `sendgrid=hooks/*.json` with the path made absolute. */
function formatsOf(
  { format, mapping }: ReportInFile,
  paths: ConfigPaths,
  keys: readonly Key[],
): string[] | null {
  if (format === undefined) return null;
  return format.map((option, index) => {
    const { id, pattern } = readFormatOption(option);
    // A mapping brings a format of its own, whose name stands in another file.
    if (mapping === undefined && !formats.some((known) => known.id === id)) {
      const known = formats.map((one) => one.id).join(', ');
      throw new ConfigFault([...keys, 'format', index], `is no format; there are ${known}`);
    }
    return pattern === undefined ? id : `${id}=${paths.pattern(pattern)}`;
  });
}

function browserOf(browser: string, { file }: ConfigPaths): string {
  return browser === 'bundled' ? browser : file(browser);
}

interface Surroundings {
  readonly file: ConfigFile;
  readonly paths: ConfigPaths;
  readonly environment: NodeJS.ProcessEnv;
}

/** One report; what it does not say itself, the top says for all, or else there is a default. */
function reportOf(own: ReportInFile, keys: readonly Key[], surroundings: Surroundings): ReportConfig {
  const { file, paths, environment } = surroundings;
  const timezone = chooseTimezone(own.timezone ?? file.timezone);
  const [layout, browser] = [own.layout ?? file.layout, own.browser ?? file.browser];
  const schedule = own.schedule ?? file.schedule;
  return {
    name: own.name,
    dump: own.dump.map((argument) =>
      isClickHouseSource(argument) ? withFiles(argument, paths.file) : paths.pattern(argument),
    ),
    format: formatsOf(own, paths, keys),
    mapping: own.mapping === undefined ? null : paths.file(own.mapping),
    delivery: own.delivery ?? null,
    time: own.window,
    locale: own.locale ?? file.locale ?? chooseLocale(undefined, environment),
    timezone,
    layout: layout === undefined ? null : paths.file(layout),
    page: own.page ?? file.page ?? 'A4',
    browser: browser === undefined ? null : browserOf(browser, paths),
    includeTests: own.includeTests ?? file.includeTests ?? false,
    rawReasons: own.rawReasons ?? file.rawReasons ?? false,
    keepQuery: own.keepQuery ?? file.keepQuery ?? false,
    redactDomains: own.redactDomains ?? file.redactDomains ?? false,
    machines: settledRules(own.machines, file.machines),
    write: own.write ?? file.write ?? ['pdf', 'csv'],
    attach: own.attach ?? file.attach ?? ['pdf'],
    from: own.from ?? file.from,
    replyTo: own.replyTo ?? file.replyTo ?? null,
    subject: own.subject ?? file.subject ?? null,
    to: recipientsOf(own.to, file.groups, [...keys, 'to']),
    notify: eachOnce(own.notify ?? file.notify ?? []),
    // By rate: a report that moves one limit should not lose the warnings of the others.
    thresholds: { ...file.thresholds, ...own.thresholds },
    compare: own.compare ?? file.compare ?? usualSettings.compareLast,
    retryWindow: own.retryWindow ?? file.retryWindow ?? usualSettings.retryWindow,
    skipUnchanged: own.skipUnchanged ?? file.skipUnchanged ?? false,
    incremental: own.incremental ?? file.incremental ?? false,
    schedule:
      schedule === undefined
        ? null
        : { cron: schedule.cron, timezone: chooseTimezone(schedule.timezone ?? timezone) },
  };
}

/** Names become folders and file names, some of which are the same in either case. */
function refuseSharedNames(reports: readonly ReportInFile[]): void {
  const names = new Set<string>();
  for (const [index, { name }] of reports.entries()) {
    const plain = name.toLowerCase();
    if (names.has(plain))
      throw new ConfigFault(['reports', index, 'name'], 'is the name of another report, too');
    names.add(plain);
  }
}

/**
 * The config of what a config file says: with defaults, groups replaced by their members, paths made absolute.
 * @param path of the file, absolute.
 * @throws ConfigFault for what is wrong across its keys.
 */
export function resolveConfig(file: ConfigFile, path: string, environment: NodeJS.ProcessEnv): Config {
  const paths = configPaths(dirname(path));
  refuseSharedNames(file.reports);
  const [first, ...others] = file.reports.map((report, index) => {
    return reportOf(report, ['reports', index], { file, paths, environment });
  });
  if (first === undefined) throw new ConfigFault(['reports'], 'is empty');
  return {
    path,
    output: paths.file(file.output),
    state: paths.file(file.state),
    smtp: smtpOf(file.smtp, paths),
    reports: [first, ...others],
  };
}
