import { sqlTranslate } from '../../engine/dialect.ts';
import { type BlockKind, type Format, has, type MappedType, untold } from './format.ts';

/** Mailgun, "Event types": the values of `event`. What failed for now, or was never tried, is told apart below. */
const types: Record<string, MappedType> = {
  accepted: 'sent',
  delivered: 'delivered',
  failed: 'bounce',
  rejected: 'error',
  opened: 'open',
  clicked: 'click',
  unsubscribed: 'unsubscribe',
  complained: 'complaint',
  stored: 'ignored',
  list_member_uploaded: 'ignored',
  list_member_upload_error: 'ignored',
  list_uploaded: 'ignored',
};

/**
 * Mailgun, "Tracking Failures": what has failed for good is a hard bounce. Not so where the `reason` says that the retry
 * limit was reached (`old`) or that the receiver blocks the sender (`espblock`): neither is about the address.
 */
const reasons = { bounce: 'hard', old: 'soft', espblock: 'soft' };
const severities = { permanent: 'hard' };
const blocks: Record<string, BlockKind> = { espblock: 'reputation' };

/** Keys that only Mailgun has; every event has some of them. */
const marks = ['log-level', 'user-variables', 'client-info', 'delivery-status', 'recipient-domain'];

const word = 'lower(trim(event))';
const ownReason = 'lower(trim(reason))';
const severity = 'lower(trim(severity))';

/** What the receiver answered; Mailgun's own words where it did not ask. */
const answer = `coalesce(
  nullif(regexp_replace("delivery-status".message, '^\\s*(?i:smtp)\\s*;\\s*', ''), ''),
  nullif("delivery-status".description, ''))`;

/**
 * Mailgun: webhooks and pages of the Events API.
 * Source: "Events", "Webhooks", "Tracking Failures", "Open and Click Bot Detection" (documentation.mailgun.com).
 */
export const mailgun: Format = {
  id: 'mailgun',
  sender: 'Mailgun',
  writtenAs: 'webhooks and pages of the Events API: JSON objects',
  detectedBy: '`event` and `timestamp` with `log-level`, `user-variables` or others of its names',
  recognises: (row) =>
    ['event', 'timestamp'].every((key) => has(row, key)) && marks.some((key) => has(row, key)),
  envelopes: [
    { name: 'webhook', path: ['event-data'], holds: 'row' },
    { name: 'Events API page', path: ['items'], holds: 'list' },
  ],
  requiredColumns: ['event', 'timestamp'],
  columns: {
    event: 'VARCHAR',
    id: 'VARCHAR',
    timestamp: 'VARCHAR',
    recipient: 'VARCHAR',
    severity: 'VARCHAR',
    reason: 'VARCHAR',
    reject: 'STRUCT(reason VARCHAR, description VARCHAR)',
    'delivery-status':
      'STRUCT(code VARCHAR, "enhanced-code" VARCHAR, "bounce-code" VARCHAR, message VARCHAR, description VARCHAR)',
    message: 'STRUCT(headers STRUCT("message-id" VARCHAR))',
    flags: 'STRUCT("is-test-mode" VARCHAR)',
    'client-info': 'STRUCT(bot VARCHAR, "user-agent" VARCHAR)',
    'user-variables': 'STRUCT(variant VARCHAR)',
    campaigns: 'STRUCT(id VARCHAR, name VARCHAR)[]',
    tags: 'VARCHAR[]',
    url: 'VARCHAR',
  },
  tells: [
    'excluded',
    'sent',
    'delivered',
    'bounce',
    'error',
    'delay',
    'open',
    'click',
    'unsubscribe',
    'complaint',
  ],
  rawType: 'event',
  // Who is on a suppression list is not written to; after a temporary failure Mailgun tries again.
  eventType: `CASE
    WHEN ${word} = 'failed' AND ${ownReason} LIKE 'suppress-%' THEN 'excluded'
    WHEN ${word} = 'failed' AND ${severity} = 'temporary' THEN 'delay'
    ELSE ${sqlTranslate(word, types)}
  END`,
  timestamp: 'timestamp',
  // The first tag is the message's own in practice; campaigns came before tags.
  deliveryId: `coalesce(nullif(campaigns[1].id, ''), nullif(tags[1], ''))`,
  deliveryLabel: 'campaigns[1].name',
  // An id is promised to be unique within a day only.
  eventId: `id || ' ' || split_part(timestamp, '.', 1)`,
  tellsApart: 'url',
  messageId: `message.headers."message-id" || ' ' || coalesce(recipient, '')`,
  recipient: 'recipient',
  bounceCategory: untold,
  codeCategory: `coalesce(${sqlTranslate(ownReason, reasons)}, ${sqlTranslate(severity, severities)})`,
  reason: `coalesce(${answer}, nullif(reject.reason, ''), nullif(reject.description, ''), reason)`,
  code: `concat_ws(' ', nullif("delivery-status".code, '0'),
    coalesce(nullif("delivery-status"."enhanced-code", ''), "delivery-status"."bounce-code"))`,
  isMachine: `CASE WHEN trim("client-info".bot) <> '' THEN 'true' END`,
  isTest: 'flags."is-test-mode"',
  url: 'url',
  userAgent: '"client-info"."user-agent"',
  variant: '"user-variables".variant',
  senderBlock: sqlTranslate(ownReason, blocks),
  impliesSent: ['delivered', 'bounce'],
};
