import { sqlTranslate } from '../../engine/dialect.ts';
import { type BlockKind, type Format, has, type MappedType, untold } from './format.ts';
import { replyCode, withoutKind } from './server-reply.ts';

/** Postmark, "Webhooks overview": the values of `RecordType`. Unsubscribes are told apart from other changes below. */
const types: Record<string, MappedType> = {
  delivery: 'delivered',
  bounce: 'bounce',
  spamcomplaint: 'complaint',
  open: 'open',
  click: 'click',
  subscriptionchange: 'ignored',
  inbound: 'ignored',
};

/** Postmark, "Bounce API", "Bounce types": each `TypeCode` and its `Type`. 100004 and 100005 are none. */
const typesByCode = {
  1: 'HardBounce',
  2: 'Transient',
  16: 'Unsubscribe',
  32: 'Subscribe',
  64: 'AutoResponder',
  128: 'AddressChange',
  256: 'DnsError',
  512: 'SpamNotification',
  1024: 'OpenRelayTest',
  2048: 'Unknown',
  4096: 'SoftBounce',
  8192: 'VirusNotification',
  16384: 'ChallengeVerification',
  100000: 'BadEmailAddress',
  100001: 'SpamComplaint',
  100002: 'ManuallyDeactivated',
  100003: 'Unconfirmed',
  100006: 'Blocked',
  100007: 'SMTPApiError',
  100008: 'InboundError',
  100009: 'DMARCPolicy',
  100010: 'TemplateRenderingFailed',
};

/**
 * By their descriptions there: an address that does not work is hard; a delay, a block or a message taken for spam is
 * soft; an answer of a machine, and what Postmark cannot class, is ignored.
 */
const categories = {
  hardbounce: 'hard',
  bademailaddress: 'hard',
  manuallydeactivated: 'hard',
  transient: 'soft',
  dnserror: 'soft',
  softbounce: 'soft',
  spamnotification: 'soft',
  blocked: 'soft',
  dmarcpolicy: 'soft',
  unsubscribe: 'ignored',
  subscribe: 'ignored',
  autoresponder: 'ignored',
  addresschange: 'ignored',
  openrelaytest: 'ignored',
  unknown: 'ignored',
  virusnotification: 'ignored',
  challengeverification: 'ignored',
  unconfirmed: 'ignored',
};

/** Of the same types those by which a receiver blocks: the sender ("content or blacklisting"), as spam, by DMARC. */
const blocks: Record<string, BlockKind> = {
  blocked: 'reputation',
  spamnotification: 'content',
  dmarcpolicy: 'policy',
};

/**
 * Postmark lists these among bounces, but none came back. "SMTP API Error": a message handed in by SMTP to somebody on
 * a suppression list, never sent. An inbound error is about a message that came in.
 */
const otherTypes: Record<string, MappedType> = {
  spamcomplaint: 'complaint',
  smtpapierror: 'excluded',
  templaterenderingfailed: 'error',
  inbounderror: 'ignored',
};

const word = 'lower(trim(RecordType))';
const bounceType = `lower(coalesce(nullif(trim(Type), ''), ${sqlTranslate('trim(TypeCode)', typesByCode)}))`;

/** A hard bounce and a complaint suppress too, and have rows of their own. */
const unsubscribes = `lower(trim(SuppressSending)) = 'true' AND lower(trim(Origin)) = 'recipient'
  AND coalesce(lower(trim(SuppressionReason)), 'manualsuppression') = 'manualsuppression'`;

const reply = withoutKind('Details');

/**
 * Postmark: webhooks, an object a POST.
 * Source: "Webhooks", "Bounce API", "SMTP API Error" (postmarkapp.com/developer).
 */
export const postmark: Format = {
  id: 'postmark',
  sender: 'Postmark',
  writtenAs: 'webhooks: JSON objects',
  detectedBy: '`RecordType` and `MessageID`',
  recognises: (row) => ['RecordType', 'MessageID'].every((key) => has(row, key)),
  envelopes: [],
  requiredColumns: ['RecordType'],
  columns: {
    RecordType: 'VARCHAR',
    ID: 'VARCHAR',
    Type: 'VARCHAR',
    TypeCode: 'VARCHAR',
    MessageID: 'VARCHAR',
    MessageStream: 'VARCHAR',
    Tag: 'VARCHAR',
    Recipient: 'VARCHAR',
    Email: 'VARCHAR',
    DeliveredAt: 'VARCHAR',
    BouncedAt: 'VARCHAR',
    ReceivedAt: 'VARCHAR',
    ChangedAt: 'VARCHAR',
    Details: 'VARCHAR',
    Description: 'VARCHAR',
    OriginalLink: 'VARCHAR',
    UserAgent: 'VARCHAR',
    Metadata: 'STRUCT(variant VARCHAR)',
    SuppressSending: 'VARCHAR',
    SuppressionReason: 'VARCHAR',
    Origin: 'VARCHAR',
  },
  tells: ['excluded', 'delivered', 'bounce', 'error', 'open', 'click', 'unsubscribe', 'complaint'],
  rawType: 'RecordType',
  eventType: `CASE
    WHEN ${word} = 'bounce' THEN ${sqlTranslate(bounceType, otherTypes, "'bounce'")}
    WHEN ${word} = 'subscriptionchange' AND ${unsubscribes} THEN 'unsubscribe'
    ELSE ${sqlTranslate(word, types)}
  END`,
  timestamp: 'coalesce(DeliveredAt, BouncedAt, ReceivedAt, ChangedAt)',
  deliveryId: `coalesce(nullif(Tag, ''), MessageStream)`,
  deliveryLabel: untold,
  // Only bounces and complaints have an id.
  eventId: `RecordType || ' ' || ID`,
  tellsApart: 'OriginalLink',
  // A message to several people has one id.
  messageId: `MessageID || ' ' || coalesce(Recipient, Email, '')`,
  recipient: 'coalesce(Recipient, Email)',
  bounceCategory: untold,
  codeCategory: sqlTranslate(bounceType, categories),
  reason: `coalesce(nullif(${reply}, ''), Description)`,
  code: `coalesce(
    ${replyCode(reply)},
    Type)`,
  isMachine: untold,
  isTest: untold,
  url: 'OriginalLink',
  userAgent: 'UserAgent',
  variant: 'Metadata.variant',
  senderBlock: sqlTranslate(bounceType, blocks),
  impliesSent: ['delivered', 'bounce'],
};
