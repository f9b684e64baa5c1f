/** An enhanced status (RFC 3463): class, subject and detail. It is looked for as where a bounce's category is derived from it. */
const enhanced = /(?:^|[^0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:$|[^0-9.]|\.(?:$|[^0-9]))/;

/** The reply (RFC 5321) that a server's answer begins with. */
const reply = /^\s*([245][0-9][0-9])(?:$|[^0-9.])/;

/** What a sender says of a bounce, besides its category. */
export interface BounceTexts {
  readonly code: string | null;
  readonly reason: string | null;
}

/** The first match of a pattern in the code, else in the reason. */
function find(pattern: RegExp, { code, reason }: BounceTexts): string | null {
  return pattern.exec(code ?? '')?.[1] ?? pattern.exec(reason ?? '')?.[1] ?? null;
}

/** The enhanced status of a bounce, `5.1.1` say: the one in its code, else in its reason, else null. */
export function enhancedStatus(bounce: BounceTexts): string | null {
  return find(enhanced, bounce);
}

/** The SMTP reply code of a bounce, `550` say: the one that its code begins with, else its reason, else null. */
export function replyCode(bounce: BounceTexts): string | null {
  return find(reply, bounce);
}
