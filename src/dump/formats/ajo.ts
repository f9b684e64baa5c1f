import { sqlTranslate } from '../../engine/dialect.ts';
import { type BlockKind, type EventType, type Format, has, type MappedType } from './format.ts';

const root = '_experience.customerJourneyManagement';
const feedback = `${root}.messageDeliveryfeedback`;
const interaction = `${root}.messageInteraction`;
const execution = `${root}.messageExecution`;
const profile = `${root}.messageProfile`;

const text = (path: string): string => `nullif(trim(${path}), '')`;
const word = (path: string): string => `lower(trim(${path}))`;

/** XDM "message-delivery-feedback": `sent` means that the receiving side accepted the message. */
const feedbackTypes: Record<string, MappedType> = {
  sent: 'delivered',
  delivered: 'delivered',
  bounce: 'bounce',
  out_of_band: 'bounce',
  error: 'error',
  exclude: 'excluded',
  duplicate: 'excluded',
  denylist: 'excluded',
  delay: 'delay',
  read: 'ignored',
  unknown: 'ignored',
};

/** XDM "message-interaction"; its other types (landing page visits, subscriptions, ...) are not the message's. */
const interactionTypes: Record<string, MappedType> = {
  open: 'open',
  bot_open: 'open',
  click: 'click',
  bot_click: 'click',
  unsubscribe: 'unsubscribe',
  spam_complaint: 'complaint',
};

/** Adobe Journey Optimizer, "Email error types": its codes and what each is taken for. */
const codeCategories: Record<string, 'hard' | 'soft' | 'ignored'> = Object.fromEntries([
  ...['10', '15'].map((code) => [code, 'hard']),
  ...['20', '21', '22', '54', '100'].map((code) => [code, 'soft']),
  ...['1', '23', '24', '25', '30', '40', '50', '51', '52', '60', '70'].map((code) => [code, 'ignored']),
]);

/** The same page: Mail Block, Spam Block ("a known spam source"), Spam Content, Prohibited Attachment, Relaying Denied. */
const blocks: Record<string, BlockKind> = {
  50: 'reputation',
  51: 'reputation',
  52: 'content',
  53: 'policy',
  54: 'policy',
};

const otherChannel = `${profile}.channel._id IS NOT NULL AND ${word(`${profile}.channel._id`)} NOT IN
  ('email', 'https://ns.adobe.com/xdm/channels/email')`;

/** The primary identity of any namespace, else the first one there is. */
const identities = 'flatten(map_values(identityMap))';
const identity = `coalesce(
  list_filter(${identities}, lambda entry: lower(entry."primary") = 'true')[1].id,
  ${identities}[1].id)`;

const outcomes: readonly EventType[] = ['delivered', 'bounce'];

/**
 * Adobe Journey Optimizer's dataset exports, "Message Feedback Event" and "Email Tracking Experience Event", with the
 * nested paths of real exports (public XDM schemas message-delivery-feedback, message-interaction, messageexecution,
 * messageprofile). Branches may be missing and other columns may be there.
 */
export const ajo: Format = {
  id: 'ajo',
  sender: 'Adobe Journey Optimizer',
  writtenAs: 'dataset exports: message feedback and email tracking',
  detectedBy: '`_experience.customerJourneyManagement`',
  recognises: (row) => has(row, '_experience', 'customerJourneyManagement'),
  envelopes: [],
  requiredColumns: ['_experience'],
  columns: {
    _id: 'VARCHAR',
    timestamp: 'VARCHAR',
    environment: 'STRUCT(browserDetails STRUCT(userAgent VARCHAR))',
    identityMap: 'MAP(VARCHAR, STRUCT(id VARCHAR, "primary" VARCHAR)[])',
    _experience: `STRUCT(customerJourneyManagement STRUCT(
      messageDeliveryfeedback STRUCT(
        feedbackStatus VARCHAR,
        messageFailure STRUCT(reason VARCHAR, code VARCHAR, "type" VARCHAR),
        messageExclusion STRUCT(reason VARCHAR, code VARCHAR)),
      messageInteraction STRUCT(interactionType VARCHAR, isBot VARCHAR, url VARCHAR, label VARCHAR,
        environment STRUCT(browserDetails STRUCT(userAgent VARCHAR))),
      messageExecution STRUCT(messageExecutionID VARCHAR, messageLabel VARCHAR),
      messageProfile STRUCT(
        messageProfileID VARCHAR,
        variant VARCHAR,
        isTestExecution VARCHAR,
        channel STRUCT(_id VARCHAR)),
      emailChannelContext STRUCT(address VARCHAR)))`,
  },
  tells: ['excluded', 'delivered', 'bounce', 'error', 'delay', 'open', 'click', 'unsubscribe', 'complaint'],
  rawType: `coalesce(${feedback}.feedbackStatus, ${interaction}.interactionType)`,
  eventType: `CASE
    WHEN ${otherChannel} THEN 'ignored'
    WHEN ${text(`${feedback}.feedbackStatus`)} IS NOT NULL
      THEN ${sqlTranslate(word(`${feedback}.feedbackStatus`), feedbackTypes)}
    WHEN ${text(`${interaction}.interactionType`)} IS NOT NULL
      THEN ${sqlTranslate(word(`${interaction}.interactionType`), interactionTypes, "'ignored'")}
  END`,
  timestamp: 'timestamp',
  deliveryId: `${execution}.messageExecutionID`,
  deliveryLabel: `${execution}.messageLabel`,
  eventId: '_id',
  messageId: `${profile}.messageProfileID`,
  recipient: `coalesce(${text(`${root}.emailChannelContext.address`)}, ${identity})`,
  identities: `list_transform(${identities}, lambda entry: trim(entry.id))`,
  bounceCategory: `${feedback}.messageFailure."type"`,
  codeCategory: sqlTranslate(`trim(${feedback}.messageFailure.code)`, codeCategories),
  reason: `coalesce(${text(`${feedback}.messageFailure.reason`)}, ${feedback}.messageExclusion.reason)`,
  code: `coalesce(${text(`${feedback}.messageFailure.code`)}, ${feedback}.messageExclusion.code)`,
  isMachine: `coalesce(
    CASE WHEN ${word(`${interaction}.interactionType`)} IN ('bot_open', 'bot_click') THEN 'true' END,
    ${interaction}.isBot)`,
  isTest: `${profile}.isTestExecution`,
  url: `${interaction}.url`,
  linkLabel: `${interaction}.label`,
  // The field group of the interaction has the environment in it; every XDM experience event may have one of its own.
  userAgent: `coalesce(${interaction}.environment.browserDetails.userAgent, environment.browserDetails.userAgent)`,
  variant: `${profile}.variant`,
  senderBlock: sqlTranslate(`trim(${feedback}.messageFailure.code)`, blocks),
  impliesSent: outcomes,
};
