import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { ReceivedMail } from '../mail/receiving-server.ts';
import { ndjson } from '../support/report-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Outcome, run } from './run.ts';

/** A folder with a config and a dump, as somebody who mails reports every night has it. */
export interface NightlyFolder {
  readonly folder: string;
  /** Runs the command there. */
  readonly run: (
    args: readonly string[],
    environment?: NodeJS.ProcessEnv,
    unread?: readonly ('stdout' | 'stderr')[],
  ) => Promise<Outcome>;
  /** Writes a file there; returns its path. */
  readonly write: (name: string, content: string) => string;
}

/** A delivery of ten messages, of which one bounces for good and four are opened. */
export function smallDump(delivery = 'sale', day = '2026-11-21'): string {
  const event = (type: string, message: number, seconds: number, more: object = {}) => ({
    event_type: type,
    timestamp: `${day}T08:${String(message).padStart(2, '0')}:${String(seconds).padStart(2, '0')}Z`,
    delivery_id: delivery,
    delivery_label: `The ${delivery}`,
    message_id: `${delivery}-${message}`,
    recipient: `reader-${message}@mail.example`,
    ...more,
  });
  const messages = Array.from({ length: 10 }, (_, message) => message);
  return ndjson([
    ...messages.map((message) => event('sent', message, 0)),
    ...messages.slice(1).map((message) => event('delivered', message, 2)),
    event('bounce', 0, 3, { bounce_category: 'hard', reason: 'mailbox unknown', code: '550 5.1.1' }),
    ...messages.slice(1, 5).map((message) => event('open', message, 30)),
  ]);
}

/** The variables that the config of these tests names. */
const variables = { SMTP_USER: 'reports', SMTP_PASSWORD: 'a-secret-of-the-test' };

/** How the config names them. */
export const login = { user: '${SMTP_USER}', password: '${SMTP_PASSWORD}' };

/** How the config of these tests reaches a server: in the clear, and giving up soon. */
export const smtpAt = (port: number): object => ({
  ...{ host: '127.0.0.1', port, tls: 'none', timeout: '5s' },
  retries: { times: 0, pause: '1s' },
});

/** Makes a folder with a config, the rest of which is the same for all tests, and with `dump.ndjson` in it. */
export function nightlyFolder(config: {
  readonly smtp: object;
  readonly reports: readonly object[];
  readonly [key: string]: unknown;
}): NightlyFolder {
  const folder = temporaryFolder();
  const write = (name: string, content: string): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  write(
    'email-live-report.config.json',
    JSON.stringify({
      from: 'Reports <reports@example.com>',
      notify: 'owner@example.com',
      ...{ locale: 'en', timezone: 'Europe/Paris', attach: [], write: [] },
      ...config,
    }),
  );
  write('dump.ndjson', smallDump());
  return {
    folder,
    write,
    run: (args, environment = {}, unread = []) =>
      run(args, { cwd: folder, env: { ...variables, ...environment }, unread }),
  };
}

/** Who got which mails: `address: subject`, in alphabetical order. */
export async function mailbox(mails: readonly ReceivedMail[]): Promise<readonly string[]> {
  const lines = await Promise.all(
    mails.map(async ({ to, message }) => `${to.join()}: ${(await simpleParser(message)).subject}`),
  );
  return lines.sort();
}
