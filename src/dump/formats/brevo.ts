import { sqlTranslate } from '../../engine/dialect.ts';
import { type Format, firstText, has, type MappedType, untold } from './format.ts';
import { replyCode } from './server-reply.ts';

/**
 * Brevo, "Transactional webhooks", "Marketing webhooks" and "Get all transactional email events": the values of `event`
 * without underscores, since each is written in snake case here and in camel case there.
 */
const types: Record<string, MappedType> = {
  request: 'sent',
  requests: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  deferred: 'delay',
  hardbounce: 'bounce',
  hardbounces: 'bounce',
  softbounce: 'bounce',
  softbounces: 'bounce',
  blocked: 'excluded',
  invalid: 'excluded',
  invalidemail: 'excluded',
  error: 'error',
  open: 'open',
  opened: 'open',
  uniqueopened: 'open',
  proxyopen: 'open',
  uniqueproxyopen: 'open',
  loadedbyproxy: 'open',
  click: 'click',
  clicked: 'click',
  clicks: 'click',
  spam: 'complaint',
  complaint: 'complaint',
  unsubscribe: 'unsubscribe',
  unsubscribed: 'unsubscribe',
  listaddition: 'ignored',
  contactupdated: 'ignored',
  contactdeleted: 'ignored',
  inboundemailprocessed: 'ignored',
  reply: 'ignored',
};

const categories = { hardbounce: 'hard', hardbounces: 'hard', softbounce: 'soft', softbounces: 'soft' };

const word = `replace(lower(trim(event)), '_', '')`;

/** What the receiver answered, without what Brevo puts before it. */
const reply = String.raw`regexp_replace(reason, '^\s*(?:(?:\d{3}\s+)?RecipientError:|undefined\s)?\s*', '')`;

/**
 * Brevo, once Sendinblue: webhooks of transactional and of marketing mail, an object a POST, and pages of its events API.
 * Source: "Transactional webhooks", "Marketing webhooks" (developers.brevo.com/docs).
 */
export const brevo: Format = {
  id: 'brevo',
  sender: 'Brevo',
  writtenAs: 'transactional and marketing webhooks and pages of the events API: JSON objects',
  detectedBy:
    '`event` and `email` with `message-id`, `camp_id` or `ts_event`, or with `date` and `messageId` or `ts`',
  recognises: (row) => {
    const ofBrevo = ['message-id', 'camp_id', 'ts_event'].some((key) => has(row, key));
    return (
      has(row, 'event') &&
      has(row, 'email') &&
      (ofBrevo || (has(row, 'date') && (has(row, 'messageId') || has(row, 'ts'))))
    );
  },
  envelopes: [{ name: 'events API page', path: ['events'], holds: 'list' }],
  requiredColumns: ['event', 'email'],
  columns: {
    event: 'VARCHAR',
    email: 'VARCHAR',
    'message-id': 'VARCHAR',
    messageId: 'VARCHAR',
    ts_event: 'VARCHAR',
    ts_epoch: 'VARCHAR',
    ts: 'VARCHAR',
    date_event: 'VARCHAR',
    date: 'VARCHAR',
    camp_id: 'VARCHAR',
    'campaign name': 'VARCHAR',
    tags: 'VARCHAR[]',
    tag: 'VARCHAR',
    reason: 'VARCHAR',
    link: 'VARCHAR',
    URL: 'VARCHAR',
    user_agent: 'VARCHAR',
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
  eventType: sqlTranslate(word, types),
  // Only the first two are UTC: the others go by the clock of Paris or of the account.
  timestamp: 'coalesce(ts_event, ts_epoch, ts, date_event, date)',
  // A tag is a text or the JSON of a list of texts, of which the first is the message's own in practice.
  deliveryId: `coalesce(camp_id, nullif(tags[1], ''), ${firstText("nullif(tag, '')")})`,
  deliveryLabel: `trim("campaign name")`,
  eventId: untold,
  tellsApart: `concat(link, "URL", event ILIKE '%proxy%')`,
  // A message to several people has one id; a campaign sends everybody one message.
  messageId: `coalesce("message-id", messageId, camp_id) || ' ' || coalesce(email, '')`,
  recipient: 'email',
  bounceCategory: untold,
  codeCategory: sqlTranslate(word, categories),
  reason: reply,
  code: replyCode(reply),
  isMachine: `CASE WHEN event ILIKE '%proxy%' THEN 'true' END`,
  isTest: untold,
  url: `coalesce(nullif(link, ''), "URL")`,
  userAgent: 'user_agent',
  impliesSent: ['delivered', 'bounce'],
};
