import type { Failure } from './failure.ts';

const bounceTypes = {
  hard: ['Permanent', 'General'],
  soft: ['Transient', 'General'],
  ignored: ['Undetermined', 'Undetermined'],
} as const;

/** Amazon SES's type and subtype of a bounce, which Resend hands on. */
export function sesBounceType(failure: Failure | undefined): readonly [type: string, subType: string] {
  if (failure?.adobeReason === 'Mailbox Full') return ['Transient', 'MailboxFull'];
  if (failure?.adobeReason === 'Spam Content') return ['Transient', 'ContentRejected'];
  return bounceTypes[failure?.category ?? 'ignored'];
}
