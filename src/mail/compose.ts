import { createPrivateKey } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Mailbox } from '../config/config.ts';
import { BadDataError } from '../errors.ts';
import type { Locale } from '../locales/locale.ts';

/** A file that goes with a mail; with a `cid` it is a picture of the HTML. */
export interface MailPart {
  readonly name: string;
  readonly type: string;
  readonly content: string | Uint8Array;
  readonly cid?: string;
}

/** All that a mail is made of. */
export interface MailContent {
  readonly messageId: string;
  readonly date: Date;
  /** Null for a mail whose sender is still to be chosen. */
  readonly from: Mailbox | null;
  readonly replyTo: Mailbox | null;
  /** Null for a mail that is still to be addressed. */
  readonly to: Mailbox | null;
  readonly subject: string;
  readonly locale: Locale;
  readonly text: string;
  readonly html: string | null;
  readonly parts: readonly MailPart[];
}

/** A key that mails are signed with (RFC 6376). */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM */
  readonly privateKey: string;
}

/** A line has at most 998 bytes (RFC 5322, 2.1.1), and one long word in a header is not folded. */
const longestHeader = 800;

/** A text in a header: on one line, since its line breaks would be encoded and shown, and of a length that fits. */
function headerText(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  if (line.length <= longestHeader) return line;
  return `${line.slice(0, longestHeader - 1).replace(/\p{Surrogate}$/u, '')}…`;
}

const mailboxOf = ({ address, name }: Mailbox) => ({ address, name: headerText(name ?? '') });

/** Whether a key makes the signatures that we announce; with another kind they would never hold. */
function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/**
 * A mail as it goes over the wire (RFC 5322, MIME): its text, its HTML with the pictures, and its attachments, signed
 * where there is a key. The same content gives the same bytes.
 * @throws BadDataError where the key cannot sign
 */
export async function composeMail(mail: MailContent, dkim: DkimKey | null): Promise<Buffer> {
  if (dkim !== null && !isRsaKey(dkim.privateKey)) throw badKey();
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    ...(dkim === null
      ? {}
      : {
          dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey },
        }),
  });
  const { message } = await transport.sendMail({
    messageId: mail.messageId,
    date: mail.date,
    ...(mail.from === null ? {} : { from: mailboxOf(mail.from) }),
    ...(mail.replyTo === null ? {} : { replyTo: mailboxOf(mail.replyTo) }),
    ...(mail.to === null ? {} : { to: mailboxOf(mail.to) }),
    subject: headerText(mail.subject),
    text: mail.text,
    ...(mail.html === null ? {} : { html: mail.html }),
    attachments: mail.parts.map(({ name, type, content, cid }) => ({
      filename: headerText(name),
      contentType: type,
      content: typeof content === 'string' ? content : Buffer.from(content),
      ...(cid === undefined
        ? { contentDisposition: 'attachment' as const }
        : { cid, contentDisposition: 'inline' as const }),
    })),
    headers: {
      // Nobody's absence is to be answered to a report (RFC 3834; the second one is Exchange's).
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': mail.locale,
      // Outlook opens what is still to be sent in an editor.
      ...(mail.to === null ? { 'X-Unsent': '1' } : {}),
    },
    baseBoundary: mail.messageId.replace(/[^A-Za-z0-9]/g, '').slice(0, 32),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  if (!Buffer.isBuffer(message)) throw new TypeError('nodemailer gave a stream for a message');
  // With a key that it cannot use nodemailer would send without a signature.
  if (dkim !== null && !message.subarray(0, 15).equals(Buffer.from('DKIM-Signature:'))) throw badKey();
  return message;
}

const badKey = (): BadDataError =>
  new BadDataError(
    'smtp.dkim.key: not a key to sign with',
    'it is an RSA private key in PEM, without a passphrase',
  );
