import { sqlTranslate } from '../../engine/dialect.ts';
import { type BlockKind, type Format, has, type MappedType, untold } from './format.ts';
import { replyCode } from './server-reply.ts';

/** Mailchimp Transactional, "Webhooks: message events", `event`; of sync events (its lists of addresses) the `type`. */
const types: Record<string, MappedType> = {
  send: 'sent',
  delivered: 'delivered',
  deferral: 'delay',
  hard_bounce: 'bounce',
  soft_bounce: 'bounce',
  reject: 'excluded',
  open: 'open',
  click: 'click',
  spam: 'complaint',
  unsub: 'unsubscribe',
  inbound: 'ignored',
  blacklist: 'ignored',
  whitelist: 'ignored',
  denylist: 'ignored',
  allowlist: 'ignored',
};

const categories = { hard_bounce: 'hard', soft_bounce: 'soft' };

/** BoogieTools, "BounceStudio API: Email Bounce Return Codes", which `bgtools_code` is one of: the kinds of MAIL BLOCK. */
const blocks: Record<string, BlockKind> = {
  50: 'reputation',
  51: 'reputation',
  52: 'content',
  53: 'policy',
  54: 'policy',
};

const word = 'lower(trim(coalesce(event, type)))';

/** What the receiver answered; of a message that was put off, at the last try. */
const reply = String.raw`regexp_replace(coalesce(msg.diag, msg.smtp_events[-1].diag), '^\s*(?i:smtp)\s*;\s*', '')`;

/**
 * Mailchimp Transactional, once Mandrill: webhooks, whose POST body is a form with a JSON array of events in it.
 * Source: "Webhooks" (mailchimp.com/developer/transactional/docs/webhooks).
 */
export const mandrill: Format = {
  id: 'mandrill',
  sender: 'Mailchimp Transactional (Mandrill)',
  writtenAs: 'webhooks: forms, or the JSON arrays of events in them',
  detectedBy: '`event`, `msg` and `ts`, or `type`, `action` and `ts` with `reject` or `entry`',
  recognises: (row) => {
    const isChangeOfList =
      has(row, 'type') && has(row, 'action') && (has(row, 'reject') || has(row, 'entry'));
    return has(row, 'ts') && ((has(row, 'event') && has(row, 'msg')) || isChangeOfList);
  },
  envelopes: [{ name: 'form', path: ['mandrill_events'], holds: 'text' }],
  requiredColumns: ['event', 'ts'],
  columns: {
    event: 'VARCHAR',
    type: 'VARCHAR',
    ts: 'VARCHAR',
    _id: 'VARCHAR',
    url: 'VARCHAR',
    user_agent: 'VARCHAR',
    msg: `STRUCT(_id VARCHAR, email VARCHAR, tags VARCHAR[], template VARCHAR, subaccount VARCHAR,
      diag VARCHAR, bounce_description VARCHAR, bgtools_code VARCHAR, smtp_events STRUCT(diag VARCHAR)[],
      reject STRUCT(reason VARCHAR), metadata STRUCT(variant VARCHAR))`,
  },
  tells: ['excluded', 'sent', 'delivered', 'bounce', 'delay', 'open', 'click', 'unsubscribe', 'complaint'],
  rawType: 'coalesce(event, type)',
  eventType: sqlTranslate(word, types),
  timestamp: 'ts',
  // The first tag is the message's own in practice; a subject may be another for every recipient.
  deliveryId: `coalesce(nullif(msg.tags[1], ''), nullif(msg.template, ''), msg.subaccount)`,
  deliveryLabel: untold,
  eventId: untold,
  tellsApart: 'url',
  messageId: 'coalesce(_id, msg._id)',
  recipient: 'msg.email',
  bounceCategory: untold,
  codeCategory: sqlTranslate('lower(trim(event))', categories),
  reason: `coalesce(nullif(${reply}, ''), msg.bounce_description, msg.reject.reason)`,
  code: `coalesce(
    ${replyCode(reply)},
    msg.bgtools_code)`,
  isMachine: untold,
  isTest: untold,
  url: 'url',
  userAgent: 'user_agent',
  variant: 'msg.metadata.variant',
  senderBlock: sqlTranslate('trim(msg.bgtools_code)', blocks),
  impliesSent: ['delivered', 'bounce'],
};
