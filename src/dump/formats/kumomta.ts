import { sqlTranslate } from '../../engine/dialect.ts';
import { type BlockKind, type Format, has, type MappedType, untold } from './format.ts';

/** KumoMTA, "Log Record" and the enum `RecordType` of its source: the values of `type`. */
const types: Record<string, MappedType> = {
  reception: 'sent',
  delivery: 'delivered',
  bounce: 'bounce',
  adminbounce: 'bounce',
  expiration: 'bounce',
  oob: 'bounce',
  transientfailure: 'delay',
  rejection: 'error',
  delayed: 'ignored',
  delay: 'ignored',
  adminrebind: 'ignored',
  deferredinjectionrebind: 'ignored',
  xferin: 'ignored',
  xferout: 'ignored',
  any: 'ignored',
};

/** RFC 5965, 6430 and 6591: the feedback types that are no complaint. */
const feedbackTypes: Record<string, MappedType> = {
  'not-spam': 'ignored',
  'auth-failure': 'ignored',
  'opt-out': 'unsubscribe',
  'opt-out-list': 'unsubscribe',
};

/**
 * KumoMTA, enum `PreDefinedBounceClass` and the classifier file iana.toml: hard where the address or its domain is no
 * good, ignored where a program or a person has answered. Uncategorized and one's own classes leave it to the status.
 */
const bounceClasses = {
  InvalidRecipient: 'hard',
  BadDomain: 'hard',
  InactiveMailbox: 'hard',
  AuthenticationFailed: 'soft',
  BadConfiguration: 'soft',
  BadConnection: 'soft',
  ContentRelated: 'soft',
  DNSFailure: 'soft',
  InvalidSender: 'soft',
  MessageExpired: 'soft',
  NoAnswerFromHost: 'soft',
  PolicyRelated: 'soft',
  ProhibitedAttachment: 'soft',
  ProtocolErrors: 'soft',
  QuotaIssues: 'soft',
  RelayDenied: 'soft',
  RelayingIssues: 'soft',
  RoutingErrors: 'soft',
  SpamBlock: 'soft',
  SpamContent: 'soft',
  SpamRelated: 'soft',
  TooManyRecipients: 'soft',
  TransientFailure: 'soft',
  VirusRelated: 'soft',
  AutoReply: 'ignored',
  ChallengeResponse: 'ignored',
  Subscribe: 'ignored',
  Unsubscribe: 'ignored',
};

/** The same enum, by what it says of each: blocked as a known spam source, as spam or for what is in it, by a policy. */
const blocks: Record<string, BlockKind> = {
  SpamBlock: 'reputation',
  SpamRelated: 'reputation',
  SpamContent: 'content',
  ContentRelated: 'content',
  VirusRelated: 'content',
  AuthenticationFailed: 'policy',
  InvalidSender: 'policy',
  PolicyRelated: 'policy',
  ProhibitedAttachment: 'policy',
  RelayDenied: 'policy',
  RelayingIssues: 'policy',
};

/** KumoMTA gives up with a status of its own, 551 5.4.7 or 5.7.1, which says nothing against the address. */
const ownBounces = { expiration: 'soft', adminbounce: 'soft' };

/** The names that the campaign goes by among the fields that people choose to log or to put in trace headers. */
const campaignNames = ['campaign', 'campaign_id', '"campaign-id"', 'campaignId'];
const campaignColumns = campaignNames.map((name) => `${name} VARCHAR`).join(', ');
const campaignIn = (values: string): string => campaignNames.map((name) => `${values}.${name}`).join(', ');

const word = 'lower(trim(type))';
const isFeedback = 'feedback_report IS NOT NULL';

/** What is delivered to a log hook is a record, not a message. */
const isHook = `reception_protocol = 'LogRecord'`;

/** A feedback report is addressed to the sender; the person who complains is in it, as far as the reporter tells. */
const complainants = `CASE
  WHEN feedback_report.supplemental_trace.recipient IS NOT NULL THEN [feedback_report.supplemental_trace.recipient]
  ELSE list_transform(feedback_report.original_rcpto_to, lambda address: trim(address, '<> '))
END`;

/** A record of several recipients lists them; the list comes as JSON text. */
const recipients = `CASE
  WHEN recipient LIKE '[%' THEN TRY_CAST(TRY_CAST(recipient AS JSON) AS VARCHAR[])
  ELSE [recipient]
END`;

/**
 * KumoMTA's log records, as its log files (zstd, JSON lines) and its log hooks write them.
 * Source: "Log Record", "Configuring Bounce Classification" (docs.kumomta.com).
 */
export const kumomta: Format = {
  id: 'kumomta',
  sender: 'KumoMTA',
  writtenAs: 'log records: JSON lines',
  detectedBy: '`type` and `response.code`, `feedback_report` or `nodeid`',
  recognises: (row) =>
    has(row, 'type') &&
    (has(row, 'response', 'code') || ['feedback_report', 'nodeid'].some((key) => has(row, key))),
  envelopes: [],
  requiredColumns: ['type'],
  columns: {
    type: 'VARCHAR',
    id: 'VARCHAR',
    recipient: 'VARCHAR',
    queue: 'VARCHAR',
    timestamp: 'VARCHAR',
    event_time: 'VARCHAR',
    num_attempts: 'VARCHAR',
    bounce_classification: 'VARCHAR',
    reception_protocol: 'VARCHAR',
    response: `STRUCT(code VARCHAR, enhanced_code STRUCT(class VARCHAR, subject VARCHAR, detail VARCHAR),
      content VARCHAR)`,
    feedback_report: `STRUCT(feedback_type VARCHAR, arrival_date VARCHAR, original_rcpto_to VARCHAR[],
      supplemental_trace STRUCT(recipient VARCHAR, variant VARCHAR, ${campaignColumns}))`,
    meta: `STRUCT(variant VARCHAR, ${campaignColumns})`,
  },
  parts: `CASE WHEN ${isFeedback} THEN ${complainants} ELSE ${recipients} END`,
  tells: ['sent', 'delivered', 'bounce', 'error', 'delay', 'unsubscribe', 'complaint'],
  rawType: 'type',
  eventType: `CASE
    WHEN ${isHook} THEN 'ignored'
    WHEN ${word} = 'feedback'
      THEN ${sqlTranslate('lower(trim(feedback_report.feedback_type))', feedbackTypes, `'complaint'`)}
    ELSE ${sqlTranslate(word, types)}
  END`,
  timestamp: 'coalesce(event_time, timestamp, feedback_report.arrival_date)',
  deliveryId: `coalesce(${campaignIn('feedback_report.supplemental_trace')}, ${campaignIn('meta')},
    CASE WHEN contains(queue, ':') THEN nullif(regexp_extract(queue, '^([^:@]+):[^@]*@', 1), '') END)`,
  deliveryLabel: untold,
  eventId: untold,
  tellsApart: 'num_attempts',
  messageId: `nullif(id, '') || ' ' || coalesce(part, '')`,
  recipient: 'part',
  bounceCategory: untold,
  codeCategory: `coalesce(${sqlTranslate('bounce_classification', bounceClasses)}, ${sqlTranslate(word, ownBounces)})`,
  reason: `coalesce(nullif(trim(response.content), ''), nullif(bounce_classification, 'Uncategorized'))`,
  code: `concat_ws(' ', response.code,
    response.enhanced_code.class || '.' || response.enhanced_code.subject || '.' || response.enhanced_code.detail)`,
  isMachine: untold,
  isTest: untold,
  variant: 'coalesce(feedback_report.supplemental_trace.variant, meta.variant)',
  senderBlock: sqlTranslate('bounce_classification', blocks),
  impliesSent: ['delivered', 'bounce'],
};
