import { sqlTranslate } from '../../engine/dialect.ts';
import { type BlockKind, type Format, has, type MappedType, untold } from './format.ts';
import { withoutKind } from './server-reply.ts';

/** PowerMTA, User's Guide, "Accounting records": the values of `type`; `type` itself is a header that comes again. */
const types: Record<string, MappedType> = {
  d: 'delivered',
  delivery: 'delivered',
  b: 'bounce',
  bounce: 'bounce',
  rb: 'bounce',
  'remote-bounce': 'bounce',
  t: 'delay',
  transient: 'delay',
  f: 'complaint',
  'feedback-loop': 'complaint',
  // About a whole queue, about what others say of their delivery, and about mail that comes in.
  tq: 'ignored',
  'transient-queue': 'ignored',
  rs: 'ignored',
  'remote-status': 'ignored',
  r: 'ignored',
  received: 'ignored',
  type: 'ignored',
};

/**
 * PowerMTA, User's Guide, "Bounce categories": hard where the address or its domain is no good. `other` and categories
 * of one's own leave it to the status.
 */
const bounceCategories = {
  'bad-mailbox': 'hard',
  'bad-domain': 'hard',
  'inactive-mailbox': 'hard',
  'bad-configuration': 'soft',
  'bad-connection': 'soft',
  'content-related': 'soft',
  'invalid-sender': 'soft',
  'message-expired': 'soft',
  'no-answer-from-host': 'soft',
  'policy-related': 'soft',
  'protocol-errors': 'soft',
  'quota-issues': 'soft',
  'relaying-issues': 'soft',
  'routing-errors': 'soft',
  'spam-related': 'soft',
  'virus-related': 'soft',
};

/**
 * The same page. What bounce patterns in common use call spam-related are replies about block lists and known spammers
 * rather than about this message.
 */
const blocks: Record<string, BlockKind> = {
  'spam-related': 'reputation',
  'content-related': 'content',
  'virus-related': 'content',
  'invalid-sender': 'policy',
  'policy-related': 'policy',
  'relaying-issues': 'policy',
};

/** Outside of a job people may get many messages, which the time of queueing tells apart; in a job they get one. */
const message = `coalesce(nullif(envId, ''), nullif("header_message-id", ''),
  CASE WHEN coalesce(jobId, '') = '' THEN nullif(timeQueued, '') END)`;

/**
 * PowerMTA's accounting files: CSV with a header, of which people choose the columns.
 * Source: PowerMTA User's Guide, "Accounting records", "Bounce categories".
 */
export const powermta: Format = {
  id: 'powermta',
  sender: 'PowerMTA',
  writtenAs: 'accounting files: CSV',
  detectedBy: '`type` and `timeLogged` or `rcpt`',
  recognises: (row) => has(row, 'type') && ['timeLogged', 'rcpt'].some((key) => has(row, key)),
  envelopes: [],
  requiredColumns: ['type'],
  columns: {
    type: 'VARCHAR',
    timeLogged: 'VARCHAR',
    timeQueued: 'VARCHAR',
    rcpt: 'VARCHAR',
    dsnStatus: 'VARCHAR',
    dsnDiag: 'VARCHAR',
    bounceCat: 'VARCHAR',
    jobId: 'VARCHAR',
    envId: 'VARCHAR',
    vmta: 'VARCHAR',
    vmtaPool: 'VARCHAR',
    'header_message-id': 'VARCHAR',
  },
  tells: ['delivered', 'bounce', 'delay', 'complaint'],
  rawType: 'type',
  eventType: sqlTranslate('lower(trim(type))', types),
  timestamp: 'coalesce(timeLogged, timeQueued)',
  deliveryId: `coalesce(nullif(jobId, ''), nullif(vmtaPool, ''), vmta)`,
  deliveryLabel: untold,
  eventId: untold,
  tellsApart: 'dsnDiag',
  messageId: `${message} || ' ' || coalesce(rcpt, '')`,
  recipient: 'rcpt',
  bounceCategory: untold,
  codeCategory: sqlTranslate('lower(trim(bounceCat))', bounceCategories),
  // A diagnostic starts with its kind, as in `smtp;550 no such user`; a status may end with what it means, in brackets.
  reason: String.raw`coalesce(
    nullif(${withoutKind('dsnDiag')}, ''),
    nullif(regexp_extract(dsnStatus, '\((.+)\)', 1), ''),
    bounceCat)`,
  code: `split_part(trim(dsnStatus), ' ', 1)`,
  isMachine: untold,
  isTest: untold,
  senderBlock: sqlTranslate('lower(trim(bounceCat))', blocks),
  impliesSent: ['delivered', 'bounce'],
};
