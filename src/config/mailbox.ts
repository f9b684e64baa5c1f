import addressparser from 'nodemailer/lib/addressparser';
import type { Mailbox } from './config.ts';

/** Letters of any language: what a domain makes of them is the sending library's work. */
const label = String.raw`[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?`;
const addressPattern = new RegExp(String.raw`^[^\s@"(),:;<>[\\\]]+@${label}(?:\.${label})*$`, 'u');

/** True for a bare address: one @, a domain, nothing that would need quotes. */
export function isAddress(text: string): boolean {
  return addressPattern.test(text);
}

/**
 * The one mailbox that a text names, `Name <address>` or a bare address; undefined where it is anything else. What
 * the parser would mend, or read as several, is refused: a mail must never go where nobody meant it to.
 */
export function parseMailbox(text: string): Mailbox | undefined {
  const written = text.trim();
  if (/\p{Cc}/u.test(written) || written.split('@').length !== 2) return undefined;
  const [mailbox, ...others] = addressparser(written);
  if (mailbox?.address === undefined || others.length > 0 || !isAddress(mailbox.address)) return undefined;
  const { address, name } = mailbox;
  if (written !== address && !written.endsWith(`<${address}>`)) return undefined;
  return { address, name: name === '' ? null : name };
}
