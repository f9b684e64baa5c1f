import type { blockKinds } from '../../dump/formats/format.ts';

interface BlockSign {
  /** What it is a sign of; null where it is a sign that there is no block, whatever follows in the list. */
  readonly kind: (typeof blockKinds)[number] | null;
  /** Any of these, in RE2's dialect, in the code and reason of a bounce, in upper or lower case. */
  readonly patterns: readonly string[];
}

/** An enhanced status with one of these details of subject 7. */
const status = (details: string): string =>
  String.raw`(?:^|[^0-9.])[45]\.7\.(?:${details})(?:$|[^0-9.]|\.(?:$|[^0-9]))`;

/** Orange (`OFR_506`, `OFR005_104`) and La Poste (`LPN007_517`): both answer with the same numbers. */
const orange = (numbers: string): string => String.raw`\b(?:OFR|LPN|OUK)[0-9A-Z]*_(?:${numbers})\b`;

/**
 * What tells blocks from other bounces; the first sign that is found decides. Sources, besides the registry of
 * enhanced status codes (https://www.iana.org/assignments/smtp-enhanced-status-codes):
 * - Apple: https://support.apple.com/102322 (local policy, `[CS01]`, `[HM08]`)
 * - Google: "Gmail SMTP errors and codes", https://support.google.com/a/answer/3726730
 * - Microsoft: "Email non-delivery reports in Exchange Online",
 *   https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online, and Outlook.com's
 *   replies, https://sendersupport.olc.protection.outlook.com/pm/troubleshooting (`S3140`, `SC-001`)
 * - Orange and La Poste: https://postmaster.orange.fr and Sisimai's Rhost::FrancePTT
 * - Yahoo and AOL: https://senders.yahooinc.com/smtp-error-codes (`[TSS04]`, `[BL21]`)
 * - Spectrum and Cox: their replies name their acceptable use policy, `AUP#1310`
 * - what senders call them: `Mail Block`, `Spam Block` (Adobe, SparkPost), `spam-block` (PowerMTA)
 * - what other servers say: Sisimai's reasons Blocked, BadReputation, SpamDetected, PolicyViolation, AuthFailure, NoRelaying
 *   and RequirePTR, https://libsisimai.org/en/reason/
 */
export const blockSigns: readonly BlockSign[] = [
  {
    // A question to the sender, a person's absence, a server that wants to be asked twice.
    kind: null,
    patterns: [
      String.raw`\bchallenge.response|sender must confirm|confirm that (?:a person|you)`,
      String.raw`(?:verify|prove|confirm) (?:that )?you(?:'re| are) (?:a )?(?:human|person|real)|\btmda\b|\bboxbe\b`,
      String.raw`out of (?:the )?office|automatic reply|\bauto-?reply|réponse automatique|automatische antwort`,
      String.raw`\bgr[ea]y-?list`,
    ],
  },
  {
    kind: 'reputation',
    patterns: [
      String.raw`\b(?:black|block|deny)[- ]?list`,
      String.raw`spamhaus|spamcop|barracudacentral|\bsorbs\b|uceprotect|abuseat|abusix|invaluement|mailspike|spfbl`,
      String.raw`senderscore|\bdnsbl\b|\brbls?\b|\breputation\b|blocked using|\b(?:mail|spam)[- ]?block|banned sending|banned sender`,
      String.raw`\bA?S31[0-9]0\b|\b(?:SC|DY|OU|RP)-00[0-9]\b|traffic not accepted from this IP`,
      String.raw`\[(?:TSS?|BL)[0-9]{2}\]|user complaints|unsolicited (?:e-?)?mail originating from`,
      String.raw`\bAUP#|(?:spamming issues|incident de spam|known spam source|source of spam|block for spam)`,
      orange('10[0-3]|425|99[0-9]'),
    ],
  },
  {
    kind: 'content',
    patterns: [
      String.raw`\bunsolicited\b|\bjunk ?mail\b|\b(?:UBE|UCE)\b|\bbulk (?:e-?)?mail\b|surbl|uribl`,
      String.raw`\b(?:as|suspected|like|likely|is|be|contains?|considered|possible|probable|for|due to) (?:a )?spam\b`,
      String.raw`\bspam (?:content|message|detected|e-?mail|mail|reject|score|filter)`,
      String.raw`\bcontent (?:was |is )?(?:reject|denied|refused|block|filter|not accept)|prohibited (?:content|attachment)`,
      String.raw`\b(?:virus|malware|phishing)\b`,
      orange('506|513|536'),
    ],
  },
  {
    // Some servers say of mailboxes too that policy forbids them.
    kind: null,
    patterns: [
      String.raw`\b(?:user|mailbox|recipient|inbox)\b[^.;]{0,30}\b(?:unknown|unavailable|not (?:found|exist)|full|inactive|disabled|suspended)`,
      String.raw`\b(?:no such|unknown) (?:user|recipient)|over ?quota|quota exceeded`,
    ],
  },
  {
    kind: 'policy',
    patterns: [
      String.raw`\b(?:SPF|DKIM|DMARC)\b|\bunauthenticated (?:e-?)?mail|fails? authentication checks?`,
      String.raw`\bpolicy (?:reasons?|restrictions?|violation|reject)|\b(?:local|security|to|by|violates?|our|restrictive|administrative) polic(?:y|ies)\b`,
      String.raw`\brelay(?:ing)?\b[^.;]{0,20}(?:denied|prohibited|not (?:permitted|allowed))|unable to relay`,
      String.raw`\breverse (?:DNS|lookup|hostname)|\b(?:PTR|rDNS)\b|cannot find your hostname`,
      String.raw`\[(?:CS|HM)[0-9]{2}\]`,
      orange('107|20[0-9]|39[0-9]|515|517|519|535|630'),
    ],
  },
  { kind: 'reputation', patterns: [status('28|500|50[1-3]|508|511|550|6(?:0[6-9]|[1-4][0-9]|50)|705|708')] },
  // Of the others 7.2 to 7.19 are about lists, encryption, logins and owners, 7.27 about the sender's null MX, 7.30 about TLS.
  { kind: 'policy', patterns: [status('0|1|2[0-6]|29|32|40|509|515')] },
];
