import type { Config } from '../config/config.ts';
import type { MailServer } from '../mail/mail-server.ts';
import type { PageRenderer } from '../render/page-worker.ts';
import type { Terminal } from '../terminal.ts';
import type { Journal } from './journal.ts';
import type { Patience } from './patience.ts';

/** What the reports of a run have in common. */
export interface RunContext {
  readonly config: Config;
  /** Null in a dry run: nothing is written, nothing sent. */
  readonly server: MailServer | null;
  readonly renderer: PageRenderer;
  readonly journal: Journal;
  readonly terminal: Terminal;
  /** Mails whose handing over was cut off after the final dot count as sent unless this is set. */
  readonly resendUnknown: boolean;
  readonly patience: Patience;
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}
