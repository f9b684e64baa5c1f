import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';

/** What makes a mail this one: nobody gets two of the same. */
export interface MailKey {
  /** A report, one that somebody sent by hand, or a notice to the owner of one that could not be made. */
  readonly kind: 'report' | 'by-hand' | 'notice';
  readonly report: string;
  /** The id of the delivery; empty for a notice. */
  readonly delivery: string;
  readonly edition: string;
  /** The address that it goes to. */
  readonly recipient: string;
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** An address as it is told apart from others. Local parts may differ in case by the letter of RFC 5321; nobody's do. */
export function sameAddress(address: string): string {
  return address.toLowerCase();
}

/** Who gets a mail, without saying so: the ledger and the log hold no addresses. */
export function recipientId(address: string): string {
  return digest(sameAddress(address));
}

/** The id of a mail, 32 hexadecimal digits: the same for the same report, delivery, edition and recipient. */
export function mailId({ kind, report, delivery, edition, recipient }: MailKey): string {
  return digest(kind, report, delivery, edition, sameAddress(recipient));
}

/** An address as it goes over the wire: its domain in ASCII (RFC 5891). */
export function wireAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const domain = address.slice(at);
  return address.slice(0, at) + (domainToASCII(domain) || domain);
}

/** The Message-ID of a mail, in the domain that it is sent from (RFC 5322, 3.6.4). Each try of a mail has the same one. */
export function messageId(key: MailKey, from: string): string {
  const address = wireAddress(from);
  return `<${mailId(key)}@${address.slice(address.lastIndexOf('@') + 1)}>`;
}

/** The Message-ID of a mail that nobody has sent yet; who sends it may give it another. */
export function draftId(delivery: string): string {
  return `<${digest('draft', delivery)}@email-live-report.invalid>`;
}
