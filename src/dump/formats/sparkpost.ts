import { sqlTranslate } from '../../engine/dialect.ts';
import { type BlockKind, type Format, has, type MappedType, untold } from './format.ts';

/**
 * SparkPost, "Webhooks: Event Types" and "Events": the values of `type`. An initial open is the image at the top of a
 * message, an open the one at its end: a message that is read fires both.
 */
const types: Record<string, MappedType> = {
  injection: 'sent',
  delivery: 'delivered',
  bounce: 'bounce',
  out_of_band: 'bounce',
  delay: 'delay',
  policy_rejection: 'error',
  generation_failure: 'error',
  generation_rejection: 'error',
  spam_complaint: 'complaint',
  open: 'open',
  amp_open: 'open',
  initial_open: 'ignored',
  amp_initial_open: 'ignored',
  click: 'click',
  amp_click: 'click',
  list_unsubscribe: 'unsubscribe',
  link_unsubscribe: 'unsubscribe',
  sms_status: 'ignored',
  relay_injection: 'ignored',
  relay_rejection: 'ignored',
  relay_delivery: 'ignored',
  relay_tempfail: 'ignored',
  relay_permfail: 'ignored',
  ab_test_completed: 'ignored',
  ab_test_cancelled: 'ignored',
  success: 'ignored',
  error: 'ignored',
};

/**
 * SparkPost, "Bounce Classification Codes": hard as there, soft and block soft, undetermined and admin ignored. Replies
 * of machines (60, 100), which SparkPost calls soft, are ignored as everywhere in the report.
 */
const bounceClasses = {
  1: 'ignored',
  10: 'hard',
  20: 'soft',
  21: 'soft',
  22: 'soft',
  23: 'soft',
  24: 'soft',
  25: 'ignored',
  26: 'ignored',
  30: 'hard',
  40: 'soft',
  50: 'soft',
  51: 'soft',
  52: 'soft',
  53: 'soft',
  54: 'soft',
  60: 'ignored',
  70: 'soft',
  80: 'ignored',
  90: 'hard',
  100: 'ignored',
};

/** The same page: Mail Block, Spam Block ("a known spam source"), Spam Content, Prohibited Attachment, Relaying Denied. */
const blocks: Record<string, BlockKind> = {
  50: 'reputation',
  51: 'reputation',
  52: 'content',
  53: 'policy',
  54: 'policy',
};

/** The keys that webhooks put under `msys`, each with an event of its class. */
const classes = [
  'message_event',
  'track_event',
  'gen_event',
  'unsubscribe_event',
  'relay_event',
  'ab_test_event',
  'ingest_event',
];

const word = 'lower(trim(type))';

/**
 * SparkPost: webhook batches and pages of the Events API.
 * Source: "Webhooks" and "Events" (developers.sparkpost.com/api), "Bounce Classification Codes" (support.sparkpost.com).
 */
export const sparkpost: Format = {
  id: 'sparkpost',
  sender: 'SparkPost',
  writtenAs: 'webhook batches and pages of the Events API: JSON arrays and objects',
  detectedBy: '`msys`, or with `type`, `timestamp` and `customer_id`',
  // A batch that only tests the webhook holds an empty `msys`.
  recognises: (row) => has(row, 'msys') || ['type', 'timestamp', 'customer_id'].every((key) => has(row, key)),
  envelopes: [
    { name: 'Events API page', path: ['results'], holds: 'list' },
    ...classes.map((key) => ({ name: 'webhook event', path: ['msys', key] as const, holds: 'row' as const })),
  ],
  requiredColumns: ['type', 'timestamp'],
  columns: {
    type: 'VARCHAR',
    timestamp: 'VARCHAR',
    event_id: 'VARCHAR',
    message_id: 'VARCHAR',
    rcpt_to: 'VARCHAR',
    campaign_id: 'VARCHAR',
    transmission_id: 'VARCHAR',
    bounce_class: 'VARCHAR',
    error_code: 'VARCHAR',
    reason: 'VARCHAR',
    target_link_url: 'VARCHAR',
    target_link_name: 'VARCHAR',
    user_agent: 'VARCHAR',
    is_prefetched: 'VARCHAR',
    user_agent_parsed: 'STRUCT(is_prefetched VARCHAR)',
    ab_test_version: 'VARCHAR',
    rcpt_meta: 'STRUCT(variant VARCHAR)',
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
  rawType: 'type',
  // A rejection because of the suppression list leaves a recipient out; any other stops a message that was to go.
  eventType: `CASE
    WHEN ${word} IN ('policy_rejection', 'generation_rejection') AND reason ILIKE '%suppress%' THEN 'excluded'
    ELSE ${sqlTranslate(word, types)}
  END`,
  timestamp: 'timestamp',
  deliveryId: `coalesce(nullif(campaign_id, ''), transmission_id)`,
  deliveryLabel: untold,
  eventId: 'event_id',
  tellsApart: 'target_link_url',
  messageId: 'message_id',
  recipient: 'rcpt_to',
  bounceCategory: untold,
  codeCategory: sqlTranslate('trim(bounce_class)', bounceClasses),
  // Each further line of a reply repeats its code.
  reason: String.raw`regexp_replace(reason, '\r?\n(?:\d{3}[- ](?:\d\.\d{1,3}\.\d{1,3}\s+)?)?', ' ', 'g')`,
  code: 'error_code',
  isMachine: 'coalesce(user_agent_parsed.is_prefetched, is_prefetched)',
  isTest: untold,
  url: 'target_link_url',
  linkLabel: 'target_link_name',
  userAgent: 'user_agent',
  variant: `coalesce(nullif(ab_test_version, ''), rcpt_meta.variant)`,
  senderBlock: sqlTranslate('trim(bounce_class)', blocks),
  impliesSent: ['delivered', 'bounce'],
};
