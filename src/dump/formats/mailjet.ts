import { sqlTranslate } from '../../engine/dialect.ts';
import { type BlockKind, type Format, has, type MappedType, untold } from './format.ts';

/** Mailjet, "Event API: real-time notifications": the values of `event`. */
const types: Record<string, MappedType> = {
  // "Dispatched when the destination SMTP server has accepted the message."
  sent: 'delivered',
  open: 'open',
  click: 'click',
  bounce: 'bounce',
  blocked: 'excluded',
  spam: 'complaint',
  unsub: 'unsubscribe',
};

/** Mailjet, "Bounce event": `hard_bounce` is "true if error was permanent". */
const permanence = { true: 'hard', '1': 'hard', false: 'soft', '0': 'soft' };

/** Mailjet, "Possible values for errors", of those related to spam and to the domain. */
const blocks: Record<string, BlockKind> = {
  'sender blocked': 'reputation',
  'content blocked': 'content',
  'policy issue': 'policy',
  'relay/access denied': 'policy',
};

const word = 'lower(trim(event))';

/** Mailjet's number of the campaign; 0 stands for none. */
const campaign = `nullif(nullif(trim(mj_campaign_id), ''), '0')`;

/**
 * Mailjet's event API: a POST is one event, or with version 2 of the API a JSON array of events.
 * Source: "Event API: real-time notifications" (dev.mailjet.com/email/guides/webhooks).
 */
export const mailjet: Format = {
  id: 'mailjet',
  sender: 'Mailjet',
  writtenAs: 'event API: JSON objects or arrays of them',
  detectedBy: '`event` and `mj_campaign_id`, `mj_contact_id`, `mj_message_id` or `Message_GUID`',
  recognises: (row) =>
    has(row, 'event') &&
    ['mj_campaign_id', 'mj_contact_id', 'mj_message_id', 'Message_GUID'].some((key) => has(row, key)),
  envelopes: [],
  requiredColumns: ['event', 'time'],
  columns: {
    event: 'VARCHAR',
    time: 'VARCHAR',
    email: 'VARCHAR',
    MessageID: 'VARCHAR',
    mj_message_id: 'VARCHAR',
    mj_campaign_id: 'VARCHAR',
    customcampaign: 'VARCHAR',
    url: 'VARCHAR',
    agent: 'VARCHAR',
    hard_bounce: 'VARCHAR',
    error_related_to: 'VARCHAR',
    error: 'VARCHAR',
    comment: 'VARCHAR',
  },
  tells: ['excluded', 'delivered', 'bounce', 'open', 'click', 'unsubscribe', 'complaint'],
  rawType: 'event',
  eventType: sqlTranslate(word, types),
  timestamp: '"time"',
  deliveryId: `coalesce(${campaign}, customcampaign)`,
  deliveryLabel: 'trim(customcampaign)',
  eventId: untold,
  tellsApart: 'url',
  // Programs that read the id as a floating-point number round it, so that neighbours fall together: the address parts them.
  messageId: `coalesce(MessageID, mj_message_id) || ' ' || coalesce(email, '')`,
  recipient: 'email',
  bounceCategory: untold,
  codeCategory: sqlTranslate('lower(trim(hard_bounce))', permanence),
  reason: `concat_ws(': ', nullif(trim(error), ''), nullif(trim("comment"), ''))`,
  code: 'error_related_to',
  isMachine: untold,
  isTest: untold,
  url: 'url',
  userAgent: 'agent',
  // What Mailjet itself leaves out has errors too, but no receiver behind them.
  senderBlock: `CASE WHEN ${word} = 'bounce' THEN ${sqlTranslate('lower(trim(error))', blocks)} END`,
  impliesSent: ['delivered', 'bounce'],
};
