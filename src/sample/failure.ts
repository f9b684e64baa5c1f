export type FailureCategory = 'hard' | 'soft' | 'ignored';

/** Why a message was not delivered, not sent or late: as SMTP says it, and as Adobe Journey Optimizer classes it. */
export interface Failure {
  readonly category: FailureCategory;
  readonly reason: string;
  /** SMTP reply and enhanced status; an auto-reply has none. */
  readonly code: string | undefined;
  readonly adobeReason: string;
  readonly adobeCode: string;
}

/** The error types of Adobe's public page "Email error types" that the samples use. */
const adobeTypes = {
  undetermined: ['Undetermined', '1', 'ignored'],
  invalidRecipient: ['Invalid Recipient', '10', 'hard'],
  recipientRefused: ['Recipient Refused', '15', 'hard'],
  softBounce: ['Soft Bounce', '20', 'soft'],
  dnsFailure: ['DNS Failure', '21', 'soft'],
  mailboxFull: ['Mailbox Full', '22', 'soft'],
  tooLarge: ['Too Large', '23', 'ignored'],
  timeout: ['Timeout', '24', 'ignored'],
  mailBlock: ['Mail Block', '50', 'ignored'],
  spamBlock: ['Spam Block', '51', 'ignored'],
  spamContent: ['Spam Content', '52', 'ignored'],
  relayingDenied: ['Relaying Denied', '54', 'soft'],
  autoReply: ['Auto-Reply', '60', 'ignored'],
  transientFailure: ['Transient Failure', '70', 'ignored'],
  challengeResponse: ['Challenge-Response', '100', 'soft'],
} as const satisfies Record<string, readonly [string, string, FailureCategory]>;

type AdobeType = keyof typeof adobeTypes;

/** A failure of one of Adobe's types, in the receiving server's own words. */
export function failureOf(type: AdobeType, code: string | undefined, reason: string): Failure {
  const [adobeReason, adobeCode, category] = adobeTypes[type];
  return { category, reason, code, adobeReason, adobeCode };
}

/** True for an answering machine's message, which takes no delivery back. */
export function isAutoReply(failure: Failure): boolean {
  return failure.adobeCode === adobeTypes.autoReply[1];
}

const blocks: readonly string[] = [adobeTypes.mailBlock, adobeTypes.spamBlock, adobeTypes.spamContent].map(
  ([, code]) => code,
);

/** True where the receiver blocks the sender or takes the message for spam. */
export function isBlock(failure: Failure): boolean {
  return blocks.includes(failure.adobeCode);
}

/** The enhanced status (RFC 3463) in a failure's code, where it has one. */
export function enhancedStatus({ code }: Failure): string | undefined {
  return code?.split(' ').find((part) => part.includes('.'));
}

/** A failure as the receiving server answers it: its code, where it has one, and its words. */
export function replyOf({ code, reason }: Failure): string {
  return `${code ?? ''} ${reason}`.trim();
}
