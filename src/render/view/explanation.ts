import type { TextKey } from '../../locales/texts.ts';
import { type BounceTexts, enhancedStatus, replyCode } from '../../report/enhanced-status.ts';
import type { Format } from './format.ts';

/** What a sender can do next; where a failure is temporary, addresses are only given up later. */
type Step =
  | 'remove'
  | 'correct'
  | 'later'
  | 'postmaster'
  | 'smaller'
  | 'content'
  | 'sender'
  | 'authentication'
  | 'reputation'
  | 'slower'
  | 'reverse'
  | 'encryption'
  | 'server'
  | 'permission'
  | 'reply';

/**
 * The subjects and details of RFC 3463 and of the IANA registry "SMTP Enhanced Status Codes"
 * (https://www.iana.org/assignments/smtp-enhanced-status-codes; RFC 3886, 4468, 4954, 5248, 6531, 6710, 7293, 7372, 7505, 8617, 8689),
 * each with the next step after a permanent failure, or null where it is no failure. X.6.10 is X.6.8 once more, deprecated.
 * Where a large receiver is known to use one in another sense, its text says so too:
 * Gmail ("Gmail SMTP errors and codes") 7.27, 7.29, 7.30; Exchange Online ("Email non-delivery reports") 1.10, 4.1; Outlook.com 5.0; Yahoo 7.9.
 */
const details = {
  '0.0': 'later',
  '1.0': 'correct',
  '1.1': 'remove',
  '1.2': 'remove',
  '1.3': 'correct',
  '1.4': 'correct',
  '1.5': null,
  '1.6': 'correct',
  '1.7': 'sender',
  '1.8': 'sender',
  '1.9': null,
  '1.10': 'remove',
  '2.0': 'later',
  '2.1': 'remove',
  '2.2': 'later',
  '2.3': 'smaller',
  '2.4': 'remove',
  '3.0': 'postmaster',
  '3.1': 'postmaster',
  '3.2': 'postmaster',
  '3.3': 'server',
  '3.4': 'smaller',
  '3.5': 'postmaster',
  '3.6': null,
  '4.0': 'postmaster',
  '4.1': 'later',
  '4.2': 'later',
  '4.3': 'later',
  '4.4': 'remove',
  '4.5': 'slower',
  '4.6': 'postmaster',
  '4.7': 'later',
  '5.0': 'later',
  '5.1': 'server',
  '5.2': 'server',
  '5.3': 'slower',
  '5.4': 'server',
  '5.5': 'server',
  '5.6': 'server',
  '6.0': 'content',
  '6.1': 'content',
  '6.2': 'content',
  '6.3': 'content',
  '6.4': 'content',
  '6.5': 'content',
  '6.6': 'server',
  '6.7': 'correct',
  '6.8': 'server',
  '6.9': 'content',
  '7.0': 'reputation',
  '7.1': 'reputation',
  '7.2': 'permission',
  '7.3': 'server',
  '7.4': 'server',
  '7.5': 'server',
  '7.6': 'encryption',
  '7.7': 'authentication',
  '7.8': 'server',
  '7.9': 'reputation',
  '7.10': 'encryption',
  '7.11': 'encryption',
  '7.12': 'server',
  '7.13': 'remove',
  '7.14': 'permission',
  '7.15': 'later',
  '7.16': 'smaller',
  '7.17': 'remove',
  '7.18': 'remove',
  '7.19': 'later',
  '7.20': 'authentication',
  '7.21': 'authentication',
  '7.22': 'authentication',
  '7.23': 'authentication',
  '7.24': 'authentication',
  '7.25': 'reverse',
  '7.26': 'authentication',
  '7.27': 'authentication',
  '7.28': 'slower',
  '7.29': 'server',
  '7.30': 'authentication',
} as const satisfies Record<string, Step | null>;

/** What RFC 5321 (4.2.3) means by the replies that refuse a message, for those that name no enhanced status. */
const replies = {
  '421': 'later',
  '450': 'later',
  '451': 'postmaster',
  '452': 'later',
  '550': 'reply',
  '551': 'correct',
  '552': 'later',
  '553': 'correct',
  '554': 'reply',
} as const satisfies Record<string, Step>;

const isDetail = (name: string): name is keyof typeof details => Object.hasOwn(details, name);
const isReply = (name: string): name is keyof typeof replies => Object.hasOwn(replies, name);

/** A bounce as its reason names it; `status` is its enhanced status, null in reports that were written before it was told. */
export interface ExplainedBounce extends BounceTexts {
  readonly status: string | null;
}

/** The texts that explain a bounce, what it means and then what to do; none where its code says nothing that is known. */
export function explanationKeys(bounce: ExplainedBounce): readonly TextKey[] {
  const status = bounce.status ?? enhancedStatus(bounce);
  if (status !== null) return ofStatus(status);
  const code = replyCode(bounce);
  return code !== null && isReply(code) ? [`reply.${code}`, `step.${replies[code]}`] : [];
}

function ofStatus(status: string): readonly TextKey[] {
  const [failure, subject, detail] = status.split('.');
  if (failure === '2') return [];
  const known = [`${subject}.${Number(detail)}`, `${subject}.0`, '0.0'].find(isDetail) ?? '0.0';
  const step = details[known];
  return step === null ? [`enhanced.${known}`] : [`enhanced.${known}`, `step.${stepFor(step, failure)}`];
}

/** A temporary failure is no reason yet to give an address up. */
function stepFor(step: Step, failure: string | undefined): Step {
  return failure === '4' && (step === 'remove' || step === 'correct') ? 'later' : step;
}

/** What to write below the bounces of a list: what each means and what to do next, where none before it has the same. */
export function explanations<Bounce extends ExplainedBounce>(
  bounces: readonly Bounce[],
  format: Format,
): ReadonlyMap<Bounce, string> {
  const first = new Map<string, Bounce>();
  for (const bounce of bounces) {
    const words = explanationKeys(bounce)
      .map((key) => format.text(key))
      .join(' ');
    if (words !== '' && !first.has(words)) first.set(words, bounce);
  }
  return new Map([...first].map(([words, bounce]) => [bounce, words]));
}

/** True for a text that explains bounces: a page carries only those that its own need. */
export function isExplanation(key: string): boolean {
  return /^(enhanced|reply|step)\./.test(key);
}
