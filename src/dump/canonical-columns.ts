import { sqlText } from '../engine/dialect.ts';
import { bearableName, bearableText } from './bearable-text.ts';
import { type Format, ignoredType, untold } from './formats/format.ts';
import { type Keys, passingKeys } from './keys.ts';
import {
  linkWithoutRecipient,
  withoutRecipient,
  withoutUsualForms,
  withPatterns,
} from './recipient-masks.ts';

const latestTime = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** An identity without the spaces around it, NULL where it is blank. Trimming all would take longer than parsing. */
const identity = (expression: string): string =>
  `CASE WHEN ${expression} < '!' OR suffix(${expression}, ' ') THEN nullif(trim(${expression}), '') ELSE ${expression} END`;
const trimmed = (expression: string): string => `nullif(trim(${expression}), '')`;

const truth = (expression: string): string =>
  `CASE WHEN lower(trim(${expression})) IN ('true', 't', 'yes', 'y', '1') THEN 1 ELSE 0 END::UTINYINT`;

/** Anything that looks like an address is masked, so that none is ever carried into a report. */
export function withoutAddresses(text: string): string {
  const address = String.raw`("[^"]*"|[^\s<>"''(),;:]+)(@|%40)[^\s<>"''(),;:]+`;
  return `CASE
        WHEN contains(${text}, '@') OR contains(${text}, '%40') THEN regexp_replace(${text}, '${address}', '…@…', 'g')
        ELSE ${text}
      END`;
}

/**
 * A link in which anything that looks like an address is masked, also one that is encoded once more than it had to be. Unlike
 * in other texts the parts of a link are no parts of an address: `/@brand` is none, and what stands around one is kept.
 */
export function linkWithoutAddresses(link: string): string {
  const part = String.raw`[^\s<>"''(),;:/?&=#]+`;
  return `regexp_replace(${link}, '${part}(@|%(25)*40)${part}', '…@…', 'g')`;
}

/** Epoch milliseconds of a text that starts with a digit: most do, the others get a second try, without spaces and with seconds. */
function epochOfDigits(timestamp: string): string {
  const number = `try_cast(${timestamp} AS DOUBLE)`;
  return `CASE WHEN ${timestamp} >= '0' AND ${timestamp} < ':' THEN coalesce(
          epoch_ms(try_cast(${timestamp} AS TIMESTAMPTZ)),
          CASE
            WHEN ${number} < 1e11 THEN try_cast(floor(${number} * 1000) AS BIGINT)
            WHEN isfinite(${number}) THEN try_cast(floor(${number}) AS BIGINT)
          END)
        END`;
}

/**
 * Epoch milliseconds of a text: an ISO 8601 time (UTC where it names no offset), else a number of seconds below 1e11
 * or of milliseconds from there on. NULL for anything else.
 */
function epochMilliseconds(timestamp: string): string {
  return `coalesce(
        ${epochOfDigits(timestamp)},
        ${epochOfDigits(String.raw`regexp_replace(trim(${timestamp}), '^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d)($|Z|[+-])', '\1:00\2')`)})`;
}

/** What stands behind the last @ of a recipient: its domain, maybe with the end of what an address is dressed in. */
const endingOf = (recipient: string): string =>
  `CASE WHEN contains(${recipient}, '@') THEN nullif(split_part(${recipient}, '@', -1), '') END`;

/** The domain, in small letters, in the ending of a recipient; NULL where it is none. */
export const domainOfEnding = (ending: string): string =>
  String.raw`lower(nullif(regexp_extract(${ending}, '^([^\s@<>"(),:;/]+)[\s>]*$', 1), ''))`;

/** A link without its query string and fragment, unless it is wanted whole. */
const linkOf = (url: string, keepQuery: boolean): string =>
  identity(keepQuery ? url : `split_part(split_part(${url}, '?', 1), '#', 1)`);

/** The class of an RFC 3463 enhanced status (`5.1.1`), else of an RFC 5321 reply (`550 ...`), in a text. */
function statusClass(expression: string): string {
  const enhanced = String.raw`(?:^|[^0-9.])([245])\.[0-9]{1,3}\.[0-9]{1,3}(?:$|[^0-9.]|\.(?:$|[^0-9]))`;
  const reply = String.raw`^\s*([245])[0-9][0-9](?:$|[^0-9.])`;
  return `coalesce(
          nullif(regexp_extract(${expression}, '${enhanced}', 1), ''),
          nullif(regexp_extract(${expression}, '${reply}', 1), ''))`;
}

/**
 * The bounce category (design.md section 5): the dump's own word, the sender's own code through its format's table,
 * RFC 3463 class 5 hard and 4 soft. Auto-replies, technical notices and what nobody can recognise are ignored.
 */
function bounceCategory(format: Format): string {
  const own = `lower(trim(${format.bounceCategory}))`;
  return `coalesce(
        CASE WHEN ${own} IN ('hard', 'soft', 'ignored') THEN ${own} END,
        ${format.codeCategory},
        CASE coalesce(${statusClass(format.code)}, ${statusClass(format.reason)})
          WHEN '5' THEN 'hard'
          WHEN '4' THEN 'soft'
        END,
        'ignored')`;
}

/** What two rows of the same event agree in: the sender's id of it, or all that tells events apart. */
function eventIdentity({ tellsApart }: Format, { of }: Keys): string {
  const content =
    tellsApart === undefined
      ? ''
      : `
        WHEN mapped_message_id IS NOT NULL OR mapped_recipient IS NOT NULL
          THEN ${of('mapped_type', 'mapped_time', 'mapped_message_id', 'mapped_recipient', tellsApart, 'mapped_delivery_id')}`;
  return `CASE
        WHEN mapped_event_id IS NOT NULL THEN ${of('mapped_event_id', 'mapped_delivery_id')}${content}
      END`;
}

/** What is told of rows, and of texts in which a recipient may be named. */
export interface ToldOptions {
  /** Links are kept with their query strings and fragments. */
  readonly keepQuery?: boolean;
  /** The domain of a recipient is masked as the recipient is. */
  readonly redactDomains?: boolean;
  /** What identities become. */
  readonly keys?: Keys;
}

/**
 * The query that maps the rows of a reader (any FROM item) to canonical events, one for one and in their order.
 * - `event_type` is NULL where the row is rejected, be it for its type or its time.
 * - Identities are 64 bit keys (keys.ts).
 *   `message` falls back to the recipient, `person` (who opened, who clicked) to the message.
 * What is looked at more than once is a column of an inner query, and texts are only touched in rows that tell them.
 * @param extraColumns more columns to carry along, as SQL over the reader's.
 * What comes again and again is masked, and domains are cut out, where each is first looked at once: see deliveries.ts, names.ts and
 * counted-events.ts.
 * @param told keeps the query strings and fragments of links, or masks the domains of recipients too.
 */
export function canonicalQuery(
  format: Format,
  reader: string,
  extraColumns: readonly string[] = [],
  { keepQuery = false, redactDomains = false, keys = passingKeys }: ToldOptions = {},
): string {
  const told = (expression: string | undefined, types: string, shown: (text: string) => string): string =>
    expression === undefined ? untold : `CASE WHEN ${types} THEN ${shown(expression)} END`;
  const clicked = "mapped_type = 'click'";
  const engaged = "mapped_type IN ('open', 'click')";
  const hasReason = "mapped_type IN ('bounce', 'error', 'excluded', 'delay')";
  const tellsOfSend =
    format.impliesSent.length === 0
      ? '0'
      : `CASE WHEN mapped_type IN (${format.impliesSent.map(sqlText).join(', ')}) THEN 1 ELSE 0 END`;
  const usableTime = `mapped_time BETWEEN 0 AND ${latestTime}`;
  const toldTexts = `
        SELECT
          *,
          ${format.identities === undefined ? '' : `CASE WHEN ${hasReason} OR ${clicked} THEN ${format.identities} END AS mapped_identities,`}
          ${told(format.reason, hasReason, (reason) => withoutUsualForms(trimmed(reason)))} AS mapped_told_reason,
          ${told(format.code, hasReason, (code) => withoutUsualForms(trimmed(code)))} AS mapped_told_code,
          ${told(format.url, clicked, (url) => withoutUsualForms(linkOf(url, keepQuery)))} AS mapped_told_url,
          ${told(format.linkLabel, clicked, (label) => withoutUsualForms(identity(label)))} AS mapped_told_label
        FROM (
          SELECT
            *,
            (${format.eventType})::event_type AS mapped_type,
            ${epochMilliseconds(format.timestamp)} AS mapped_time,
            ${identity(format.eventId)} AS mapped_event_id,
            ${identity(format.deliveryId)} AS mapped_delivery_id,
            ${identity(format.messageId)} AS mapped_message_id,
            ${identity(format.recipient)} AS mapped_recipient
          FROM ${reader}
        ) AS identified`;
  return `
    SELECT
      ${extraColumns.map((column) => `${column},\n      `).join('')}CASE WHEN mapped_type = '${ignoredType}' OR ${usableTime} THEN mapped_type END AS event_type,
      CASE WHEN ${usableTime} THEN mapped_time END AS time,
      ${bearableName('mapped_delivery_id')} AS delivery_id,
      nullif(${bearableText(format.deliveryLabel)}, '') AS delivery_label,
      ${eventIdentity(format, keys)} AS event_identity,
      CASE
        WHEN mapped_message_id IS NOT NULL THEN ${keys.of('mapped_message_id')}
        WHEN mapped_recipient IS NOT NULL THEN ${keys.standIn('mapped_recipient', 'recipient')}
      END AS message,
      CASE
        WHEN mapped_recipient IS NOT NULL THEN ${keys.of('mapped_recipient')}
        WHEN mapped_message_id IS NOT NULL THEN ${keys.standIn('mapped_message_id', 'message')}
      END AS person,
      CASE WHEN mapped_type = 'bounce' THEN ${bounceCategory(format)} END::bounce_category AS bounce_category,
      ${withoutAddresses('mapped_reason')} AS reason,
      ${withoutAddresses('mapped_code')} AS code,
      CASE WHEN ${engaged} THEN ${truth(format.isMachine)} ELSE 0 END AS is_machine,
      ${truth(format.isTest)} AS is_test,
      ${tellsOfSend}::UTINYINT AS implies_sent,
      CASE WHEN strlen(mapped_recipient) < 1000 THEN ${endingOf('mapped_recipient')} END AS domain,
      ${format.variant === undefined ? untold : bearableName(identity(format.variant))} AS variant,
      ${told(format.senderBlock, "mapped_type = 'bounce'", (block) => block)}::sender_block AS sender_block,
      ${told(format.url, clicked, () => linkWithoutRecipient(bearableText('mapped_told_url')))} AS url,
      ${told(format.linkLabel, clicked, () => withoutRecipient(bearableText('mapped_told_label')))} AS link_label,
      ${told(format.userAgent, engaged, (agent) => bearableText(identity(agent)))} AS user_agent
    FROM (
      SELECT
        *,
        ${told(format.reason, hasReason, () => withoutRecipient(bearableText('mapped_told_reason')))} AS mapped_reason,
        ${told(format.code, hasReason, () => withoutRecipient(bearableText('mapped_told_code')))} AS mapped_code
      FROM (${withPatterns(toldTexts, `${hasReason} OR ${clicked}`, { hasIdentities: format.identities !== undefined, redactDomains })}) AS patterned
    ) AS mapped`;
}
