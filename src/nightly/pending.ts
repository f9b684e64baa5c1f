import type { Recipient } from '../config/config.ts';
import type { Ledger, LedgerMail } from '../mail/ledger.ts';

/** Who is still to be mailed, and why the others are not. */
export interface Pending {
  readonly recipients: readonly { readonly recipient: Recipient; readonly mail: LedgerMail }[];
  readonly already: number;
  readonly refusedBefore: number;
  readonly unchanged: number;
  /** The server may have these: an earlier run was cut off while it handed them over. */
  readonly unknown: number;
}

/** What of the ledger decides. */
export interface PendingOptions {
  readonly skipUnchanged: boolean;
  readonly resendUnknown: boolean;
}

/** Sorts out whom an edition still has to go to. Without a ledger nobody was ever mailed anything. */
export async function pendingMails(
  recipients: readonly Recipient[],
  mailTo: (recipient: Recipient) => LedgerMail,
  ledger: Pick<Ledger, 'stateOf' | 'lastFigures'> | undefined,
  { skipUnchanged, resendUnknown }: PendingOptions,
): Promise<Pending> {
  const pending: { recipient: Recipient; mail: LedgerMail }[] = [];
  const left = { already: 0, refusedBefore: 0, unchanged: 0, unknown: 0 };
  for (const recipient of recipients) {
    const mail = mailTo(recipient);
    const state = await ledger?.stateOf(mail);
    if (state === 'accepted') left.already += 1;
    else if (state === 'refused') left.refusedBefore += 1;
    else if ((state === 'unknown' || state === 'dot') && !resendUnknown) left.unknown += 1;
    else if (skipUnchanged && state === undefined && (await ledger?.lastFigures(mail)) === mail.figures)
      left.unchanged += 1;
    else pending.push({ recipient, mail });
  }
  return { recipients: pending, ...left };
}
