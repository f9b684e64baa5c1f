import { sqlTranslate } from '../../engine/dialect.ts';
import { type BlockKind, type Format, firstText, has, type MappedType, untold } from './format.ts';

/** Twilio SendGrid, "Event Webhook Reference": the values of `event`. */
const types: Record<string, MappedType> = {
  processed: 'sent',
  delivered: 'delivered',
  deferred: 'delay',
  bounce: 'bounce',
  dropped: 'excluded',
  open: 'open',
  click: 'click',
  spamreport: 'complaint',
  unsubscribe: 'unsubscribe',
  group_unsubscribe: 'unsubscribe',
  group_resubscribe: 'ignored',
  account_status_change: 'ignored',
};

/** A block is temporary (the receiver refused this message, not this address); a bounce is as hard as its status says. */
const categories = { blocked: 'soft' };

/** Twilio SendGrid, "Retrieve bounces by specific classification": those that are about the sender or the message. */
const blocks: Record<string, BlockKind> = {
  reputation: 'reputation',
  content: 'content',
  'frequency or volume too high': 'policy',
};

const word = 'lower(trim(event))';

/**
 * Twilio SendGrid's event webhook: each POST is a JSON array of events.
 * Source: "Event Webhook Reference" (twilio.com/docs/sendgrid/for-developers/tracking-events/event).
 */
export const sendgrid: Format = {
  id: 'sendgrid',
  sender: 'Twilio SendGrid',
  writtenAs: 'event webhook: JSON arrays of events',
  detectedBy: '`sg_event_id` or `sg_message_id`, or with `event`, `email` and `timestamp`',
  recognises: (row) =>
    ['sg_event_id', 'sg_message_id'].some((key) => has(row, key)) ||
    ['event', 'email', 'timestamp'].every((key) => has(row, key)),
  envelopes: [],
  requiredColumns: ['event', 'timestamp'],
  columns: {
    event: 'VARCHAR',
    timestamp: 'VARCHAR',
    email: 'VARCHAR',
    sg_event_id: 'VARCHAR',
    sg_message_id: 'VARCHAR',
    category: 'VARCHAR',
    singlesend_id: 'VARCHAR',
    singlesend_name: 'VARCHAR',
    marketing_campaign_id: 'VARCHAR',
    marketing_campaign_name: 'VARCHAR',
    marketing_campaign_version: 'VARCHAR',
    variant: 'VARCHAR',
    type: 'VARCHAR',
    status: 'VARCHAR',
    reason: 'VARCHAR',
    response: 'VARCHAR',
    bounce_classification: 'VARCHAR',
    sg_machine_open: 'VARCHAR',
    url: 'VARCHAR',
    useragent: 'VARCHAR',
  },
  tells: ['excluded', 'sent', 'delivered', 'bounce', 'delay', 'open', 'click', 'unsubscribe', 'complaint'],
  rawType: 'event',
  eventType: sqlTranslate(word, types),
  timestamp: 'timestamp',
  // Categories are a text or a list of texts, of which the first is the message's own in practice.
  deliveryId: `coalesce(singlesend_id, marketing_campaign_id, ${firstText('category')})`,
  deliveryLabel: 'coalesce(singlesend_name, marketing_campaign_name)',
  eventId: 'sg_event_id',
  tellsApart: 'url',
  // Up to the first dot is the request that sent it, which may have been for many people; the rest changes on its way.
  messageId: `split_part(trim(sg_message_id), '.', 1) || ' ' || coalesce(email, '')`,
  recipient: 'email',
  bounceCategory: untold,
  codeCategory: sqlTranslate('lower(trim(type))', categories),
  reason: 'coalesce(reason, response, bounce_classification)',
  code: 'status',
  isMachine: 'sg_machine_open',
  isTest: untold,
  url: 'url',
  userAgent: 'useragent',
  // The version of an A/B test, or a custom argument of this name: those stand beside SendGrid's own keys.
  variant: 'coalesce(marketing_campaign_version, variant)',
  senderBlock: sqlTranslate('lower(trim(bounce_classification))', blocks),
  impliesSent: ['delivered', 'bounce'],
};
