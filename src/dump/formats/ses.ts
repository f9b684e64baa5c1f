import { sqlTranslate } from '../../engine/dialect.ts';
import { type BlockKind, type Format, has, type MappedType, untold } from './format.ts';
import { withoutKind } from './server-reply.ts';

/** Amazon SES, "Contents of event data" and "Amazon SNS notification contents": `eventType`, `notificationType`. */
const types: Record<string, MappedType> = {
  send: 'sent',
  delivery: 'delivered',
  bounce: 'bounce',
  complaint: 'complaint',
  reject: 'error',
  'rendering failure': 'error',
  renderingfailure: 'error',
  deliverydelay: 'delay',
  open: 'open',
  click: 'click',
  amazonsnssubscriptionsucceeded: 'ignored',
};

/** Amazon SES, "Bounce types": Suppressed and OnAccountSuppressionList are of type Permanent, and counted as sends. */
const bounceTypes = { permanent: 'hard', transient: 'soft', undetermined: 'ignored' };

/** The same page: the subtypes by which a receiver blocks this message. */
const blocks: Record<string, BlockKind> = { contentrejected: 'content', attachmentrejected: 'policy' };

const word = 'lower(trim(coalesce(eventType, notificationType)))';

/** Somebody who changes subscriptions may as well come back. */
const leaves = `(lower(subscription.newTopicPreferences.unsubscribeAll) = 'true'
  OR subscription.newTopicPreferences.topicSubscriptionStatus IS NULL
  OR len(list_filter(subscription.newTopicPreferences.topicSubscriptionStatus,
    lambda topic: lower(topic.subscriptionStatus) = 'optout')) > 0)`;

const failedRecipients = 'STRUCT(emailAddress VARCHAR, status VARCHAR, diagnosticCode VARCHAR)[]';

/** A message to several people is opened by nobody knows whom. */
const addresses = `CASE
  WHEN complaint IS NOT NULL THEN list_transform(complaint.complainedRecipients, lambda one: one.emailAddress)
  WHEN delivery IS NOT NULL THEN delivery.recipients
  WHEN (open IS NOT NULL OR click IS NOT NULL) AND len(mail.destination) > 1 THEN NULL
  ELSE mail.destination
END`;

/** The values of the tags that a link was given (`ses:tags`), whatever they are called; the object comes as JSON text. */
const linkTags = `nullif(array_to_string(json_extract_string(TRY_CAST(click.linkTags AS JSON), '$.*[*]'), ', '), '')`;

/**
 * Amazon Simple Email Service: event publishing, as Firehose, SNS or EventBridge hand it on, and the older feedback
 * notifications. A row that names several recipients is an event of each.
 * Source: "Contents of event data that Amazon SES publishes", "Amazon SNS notification contents for Amazon SES".
 */
export const ses: Format = {
  id: 'ses',
  sender: 'Amazon SES',
  writtenAs: 'event publishing and feedback notifications: JSON objects, bare, from SNS or from EventBridge',
  detectedBy: '`mail.messageId` and `eventType` or `notificationType`',
  recognises: (row) =>
    has(row, 'mail', 'messageId') && ['eventType', 'notificationType'].some((key) => has(row, key)),
  envelopes: [
    { name: 'SNS notification', path: ['Message'], holds: 'text' },
    { name: 'EventBridge event', path: ['detail'], holds: 'row' },
  ],
  requiredColumns: ['mail'],
  columns: {
    eventType: 'VARCHAR',
    notificationType: 'VARCHAR',
    mail: `STRUCT(timestamp VARCHAR, messageId VARCHAR, destination VARCHAR[],
      tags STRUCT(campaign VARCHAR[], campaign_id VARCHAR[], "campaign-id" VARCHAR[], campaignId VARCHAR[],
        variant VARCHAR[],        "ses:configuration-set" VARCHAR[]))`,
    bounce: `STRUCT(bounceType VARCHAR, bounceSubType VARCHAR, timestamp VARCHAR, bouncedRecipients ${failedRecipients})`,
    complaint: 'STRUCT(timestamp VARCHAR, complainedRecipients STRUCT(emailAddress VARCHAR)[])',
    delivery: 'STRUCT(timestamp VARCHAR, recipients VARCHAR[])',
    reject: 'STRUCT(reason VARCHAR)',
    failure: 'STRUCT(errorMessage VARCHAR, templateName VARCHAR)',
    deliveryDelay: `STRUCT(timestamp VARCHAR, delayType VARCHAR, delayedRecipients ${failedRecipients})`,
    open: 'STRUCT(timestamp VARCHAR, userAgent VARCHAR)',
    click: 'STRUCT(timestamp VARCHAR, link VARCHAR, linkTags VARCHAR, userAgent VARCHAR)',
    subscription: `STRUCT(timestamp VARCHAR, newTopicPreferences STRUCT(unsubscribeAll VARCHAR,
      topicSubscriptionStatus STRUCT(subscriptionStatus VARCHAR)[]))`,
  },
  parts: `CASE
    WHEN bounce IS NOT NULL THEN bounce.bouncedRecipients
    WHEN deliveryDelay IS NOT NULL THEN deliveryDelay.delayedRecipients
    ELSE list_transform(${addresses}, lambda address:
      struct_pack(emailAddress := address, status := CAST(NULL AS VARCHAR), diagnosticCode := CAST(NULL AS VARCHAR)))
  END`,
  tells: ['sent', 'delivered', 'bounce', 'error', 'delay', 'open', 'click', 'unsubscribe', 'complaint'],
  rawType: 'coalesce(eventType, notificationType)',
  eventType: `CASE
    WHEN ${word} = 'subscription' THEN CASE WHEN ${leaves} THEN 'unsubscribe' ELSE 'ignored' END
    ELSE ${sqlTranslate(word, types)}
  END`,
  timestamp: `coalesce(bounce.timestamp, complaint.timestamp, delivery.timestamp, deliveryDelay.timestamp,
    open.timestamp, click.timestamp, subscription.timestamp, mail.timestamp)`,
  deliveryId: `coalesce(mail.tags.campaign[1], mail.tags.campaign_id[1], mail.tags."campaign-id"[1],
    mail.tags.campaignId[1], mail.tags."ses:configuration-set"[1])`,
  deliveryLabel: untold,
  eventId: untold,
  tellsApart: 'click.link',
  messageId: `mail.messageId || ' ' || coalesce(part.emailAddress, '')`,
  recipient: 'part.emailAddress',
  bounceCategory: untold,
  codeCategory: sqlTranslate('lower(trim(bounce.bounceType))', bounceTypes),
  reason: `coalesce(
    ${withoutKind('part.diagnosticCode')},
    nullif(concat_ws(', ', bounce.bounceType, bounce.bounceSubType), ''),
    deliveryDelay.delayType,
    reject.reason,
    failure.errorMessage)`,
  code: 'part.status',
  isMachine: untold,
  isTest: untold,
  url: 'click.link',
  linkLabel: linkTags,
  userAgent: 'coalesce(open.userAgent, click.userAgent)',
  variant: 'mail.tags.variant[1]',
  senderBlock: sqlTranslate('lower(trim(bounce.bounceSubType))', blocks),
  impliesSent: ['delivered', 'bounce'],
};
