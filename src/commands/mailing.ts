import { setTimeout as sleep } from 'node:timers/promises';
import type { Config, ReportConfig } from '../config/config.ts';
import { asCommandError, UsageError } from '../errors.ts';
import { readMailServer } from '../mail/mail-server.ts';
import { jsonJournal, type LogKind, textJournal } from '../nightly/journal.ts';
import type { RunContext } from '../nightly/run-context.ts';
import { openPageRenderer } from '../render/page-worker.ts';
import type { Terminal } from '../terminal.ts';

/** What all commands that mail understand. */
export interface MailingOptions {
  readonly config?: string | undefined;
  readonly log: LogKind;
  readonly verbose: boolean;
  readonly resendUnknown: boolean;
}

/**
 * What a run works with. Secrets are read now, before anything is made; a dry run only says which are missing.
 * @throws CommandError
 */
export async function openContext(
  config: Config,
  options: MailingOptions & { readonly dryRun: boolean },
  terminal: Terminal,
): Promise<RunContext> {
  const server = await readMailServer(config.smtp, process.env).catch((error: unknown) => {
    if (!options.dryRun) throw error;
    terminal.warn(`without the mail server: ${asCommandError(error).message}`);
    return null;
  });
  return {
    config,
    server: options.dryRun ? null : server,
    renderer: openPageRenderer(),
    journal:
      options.log === 'json' ? jsonJournal(terminal, options.verbose, Date.now) : textJournal(terminal),
    terminal,
    resendUnknown: options.resendUnknown,
    patience: { spent: false },
    now: Date.now,
    wait: async (milliseconds) => {
      await sleep(milliseconds);
    },
  };
}

/** The reports that were named, or all of them. */
export function chooseReports(
  { reports, path }: Config,
  only: readonly string[] | undefined,
): readonly ReportConfig[] {
  const unknown = only?.find((name) => !reports.some((report) => report.name === name));
  if (unknown !== undefined) {
    throw new UsageError(
      `--only: no report "${unknown}" in ${path}`,
      `it has ${reports.map(({ name }) => name).join(', ')}`,
    );
  }
  return reports.filter(({ name }) => only === undefined || only.includes(name));
}
