import { eventTypes, type Format, untold } from './format.ts';

/** A canonical type as it is called, in any case. Most dumps write it as it is; only the others are worth a second look. */
export const canonicalType = (text: string): string =>
  `nullif(coalesce(try_cast(${text} AS event_type), try_cast(lower(trim(${text})) AS event_type)), 'ignored')`;

/** The native dump: one row per canonical event, with these very names (docs/formats/native.md). */
export const native: Format = {
  id: 'native',
  sender: 'Email live report',
  writtenAs: 'one row per event, with the canonical column names',
  detectedBy: '`event_type`',
  recognises: (row) => 'event_type' in row,
  envelopes: [],
  requiredColumns: ['event_type', 'timestamp'],
  columns: {
    event_type: 'VARCHAR',
    timestamp: 'VARCHAR',
    delivery_id: 'VARCHAR',
    delivery_label: 'VARCHAR',
    event_id: 'VARCHAR',
    message_id: 'VARCHAR',
    recipient: 'VARCHAR',
    bounce_category: 'VARCHAR',
    reason: 'VARCHAR',
    code: 'VARCHAR',
    url: 'VARCHAR',
    link_label: 'VARCHAR',
    user_agent: 'VARCHAR',
    is_machine: 'VARCHAR',
    is_test: 'VARCHAR',
    variant: 'VARCHAR',
  },
  tells: eventTypes,
  rawType: 'event_type',
  eventType: canonicalType('event_type'),
  timestamp: 'timestamp',
  deliveryId: 'delivery_id',
  deliveryLabel: 'delivery_label',
  eventId: 'event_id',
  messageId: 'message_id',
  recipient: 'recipient',
  bounceCategory: 'bounce_category',
  codeCategory: untold,
  reason: 'reason',
  code: 'code',
  isMachine: 'is_machine',
  isTest: 'is_test',
  url: 'url',
  linkLabel: 'link_label',
  userAgent: 'user_agent',
  variant: 'variant',
  impliesSent: [],
};
