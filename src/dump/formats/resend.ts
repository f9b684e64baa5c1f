import { sqlText, sqlTranslate } from '../../engine/dialect.ts';
import { type BlockKind, type Format, has, type MappedType, untold } from './format.ts';
import { replyCode, withoutKind } from './server-reply.ts';

/** Resend, "Event Types": the values of `type` that are about email. */
const types: Record<string, MappedType> = {
  'email.sent': 'sent',
  'email.delivered': 'delivered',
  'email.delivery_delayed': 'delay',
  'email.bounced': 'bounce',
  'email.failed': 'error',
  'email.suppressed': 'excluded',
  'email.opened': 'open',
  'email.clicked': 'click',
  'email.complained': 'complaint',
  'email.scheduled': 'ignored',
  'email.received': 'ignored',
};

/** What other events are about, before the first dot of their `type`. */
const otherObjects = ['contact', 'domain', 'inbox', 'suppression'];

/** Resend, "email.bounced": the values of `data.bounce.type`, which are those of Amazon SES. */
const bounceTypes = { permanent: 'hard', transient: 'soft', undetermined: 'ignored' };

/** Of its sub-types those by which a receiver blocks this message. */
const blocks: Record<string, BlockKind> = { contentrejected: 'content', attachmentrejected: 'policy' };

const word = 'lower(trim(type))';

/** What the receiver answered. */
const reply = withoutKind('data.bounce.diagnosticCode[1]');

/**
 * Resend: webhooks, an object a POST. A row that names several recipients is an event of each where it tells of all of
 * them; that one of them bounced, complained or read it is an event of nobody knows whom.
 * Source: "Event Types" (resend.com/docs/webhooks/event-types), "Webhook event visibility" (resend.com/changelog).
 */
export const resend: Format = {
  id: 'resend',
  sender: 'Resend',
  writtenAs: 'webhooks: JSON objects',
  detectedBy: '`type`, `created_at` and `data`',
  recognises: (row) => ['type', 'created_at', 'data'].every((key) => has(row, key)),
  envelopes: [],
  requiredColumns: ['type', 'created_at', 'data'],
  columns: {
    type: 'VARCHAR',
    created_at: 'VARCHAR',
    data: `STRUCT(email_id VARCHAR, "to" VARCHAR[], broadcast_id VARCHAR,
      tags STRUCT(campaign VARCHAR, campaign_id VARCHAR, category VARCHAR, variant VARCHAR),
      bounce STRUCT(type VARCHAR, subType VARCHAR, message VARCHAR, diagnosticCode VARCHAR[]),
      failed STRUCT(reason VARCHAR),
      suppressed STRUCT(type VARCHAR, message VARCHAR),
      click STRUCT(link VARCHAR, userAgent VARCHAR, "timestamp" VARCHAR))`,
  },
  parts: `CASE
    WHEN len(data."to") = 1 OR ${word} IN ('email.sent', 'email.delivered', 'email.failed') THEN data."to"
  END`,
  tells: ['excluded', 'sent', 'delivered', 'bounce', 'error', 'delay', 'open', 'click', 'complaint'],
  rawType: 'type',
  eventType: `CASE
    WHEN split_part(${word}, '.', 1) IN (${otherObjects.map(sqlText).join(', ')}) THEN 'ignored'
    ELSE ${sqlTranslate(word, types)}
  END`,
  timestamp: 'coalesce(data.click."timestamp", created_at)',
  deliveryId: `coalesce(nullif(data.broadcast_id, ''), data.tags.campaign, data.tags.campaign_id, data.tags.category)`,
  deliveryLabel: untold,
  eventId: untold,
  tellsApart: 'data.click.link',
  messageId: `data.email_id || ' ' || coalesce(part, '')`,
  recipient: 'part',
  bounceCategory: untold,
  codeCategory: sqlTranslate('lower(trim(data.bounce.type))', bounceTypes),
  reason: `coalesce(nullif(${reply}, ''), data.bounce.message, data.failed.reason, data.suppressed.message)`,
  code: `coalesce(
    ${replyCode(reply)},
    data.bounce.subType,
    data.suppressed.type)`,
  isMachine: untold,
  isTest: untold,
  url: 'data.click.link',
  userAgent: 'data.click.userAgent',
  variant: 'data.tags.variant',
  senderBlock: sqlTranslate('lower(trim(data.bounce.subType))', blocks),
  impliesSent: ['delivered', 'bounce'],
};
