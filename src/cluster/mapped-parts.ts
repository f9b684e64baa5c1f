import { eventTypes } from '../dump/formats/format.ts';
import { columnPathOf } from '../dump/mapping/column-path.ts';
import type { ColumnSource, Mapping } from '../dump/mapping/mapping-file.ts';
import { clickhouseName, clickhouseText } from '../engine/clickhouse/sql-text.ts';
import { BadDataError, UsageError } from '../errors.ts';
import { mailDomains } from '../report/names.ts';
import type { EventExpressions } from './read-table.ts';
import { withoutRecipient } from './recipient-words.ts';

type Columns = Mapping['columns'];
type Given = Columns[keyof Columns];

/** The columns of a table, by name, with their types. */
export type TableColumns = ReadonlyMap<string, string>;

const nothing = 'CAST(NULL AS Nullable(String))';
const latestTime = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const trimmed = (text: string): string => `replaceRegexpAll(${text}, '^ +| +$', '')`;
/** A text that is never NULL. */
const filled = (text: string): string => `coalesce(${text}, '')`;
const orNull = (text: string): string => `nullIf(${text}, '')`;

const sourceOf = (given: Given): ColumnSource =>
  typeof given === 'string' ? { from: given } : (given ?? {});

/** A column of the table by its name in the mapping; one in JSON or a list is for an expression. */
function columnOf(path: string, columns: TableColumns): { readonly sql: string; readonly type: string } {
  const [name, ...rest] = columnPathOf(path) ?? [];
  if (rest.length > 0 || name === undefined) {
    throw new UsageError(
      `--mapping: ${path} is no column of a table`,
      'say in SQL of ClickHouse what leads to it: expression: JSONExtractString(column, …)',
    );
  }
  const type = columns.get(String(name));
  if (type === undefined) {
    throw new BadDataError(
      `the table has no column ${clickhouseName(String(name))}, which the mapping names`,
      `it has ${[...columns.keys()].slice(0, 20).join(', ')}`,
    );
  }
  return { sql: clickhouseName(String(name)), type };
}

/** The texts that a mapping names for a part, each NULL where it is not filled. */
function textsOf(given: Given, columns: TableColumns): readonly string[] {
  const { from, value, expression } = sourceOf(given);
  return [
    ...(expression === undefined ? [] : [orNull(`toString(${expression})`)]),
    ...[from ?? []].flat().map((path) => orNull(`toString(${columnOf(path, columns).sql})`)),
    ...(value === undefined ? [] : [clickhouseText(value)]),
  ];
}

function rawText(given: Given, columns: TableColumns): string {
  const texts = textsOf(given, columns);
  return texts.length === 0 ? nothing : `coalesce(${[...texts, nothing].join(', ')})`;
}

/** A text in the words of the canonical event. @param plain what becomes of a word that the mapping does not translate */
function inCanonicalWords(given: Given, columns: TableColumns, plain = (text: string) => text): string {
  const { values, otherwise } = sourceOf(given);
  const text = rawText(given, columns);
  if (text === nothing) return nothing;
  const rest = otherwise === undefined ? plain(filled(text)) : clickhouseText(otherwise);
  const table = Object.entries(values ?? {});
  if (table.length === 0 && otherwise === undefined) return orNull(rest);
  const list = (texts: readonly string[]): string => texts.map(clickhouseText).join(', ');
  const word = `lowerUTF8(${trimmed(filled(text))})`;
  const from = table.map(([word]) => word.trim().toLowerCase());
  const translated =
    table.length === 0
      ? rest
      : `transform(${word}, [${list(from)}], [${list(table.map(([, to]) => to))}], ${rest})`;
  return `CASE WHEN isNotNull(${text}) THEN ${orNull(translated)} END`;
}

/** A canonical type as it is called, in any case; '' for other words. */
function canonicalType(text: string): string {
  const types = eventTypes.map(clickhouseText).join(', ');
  const word = `lowerUTF8(${trimmed(text)})`;
  return `CASE WHEN ${word} IN (${types}) THEN ${word} ELSE '' END`;
}

/** Epoch milliseconds of a number of seconds below 1e11, of milliseconds from there on. */
const ofNumber = (number: string): string =>
  `CASE WHEN ${number} < 1e11 THEN toInt64(floor(${number} * 1000)) ELSE toInt64(floor(${number})) END`;

/** Epoch milliseconds of a text: ISO 8601, UTC where it names no offset and the mapping no zone; or a number. */
function ofText(text: string, timezone: string): string {
  const isNumber = `match(${filled(text)}, '^[0-9]{1,15}([.][0-9]*)?$')`;
  const fraction = `extract(${filled(text)}, '[0-9]{2}:[0-9]{2}:[0-9]{2}[.,]([0-9]+)')`;
  const milliseconds = `toInt64OrZero(substring(concat(${fraction}, '000'), 1, 3))`;
  const zone = clickhouseText(timezone);
  const seconds = `toInt64(toUnixTimestamp(parseDateTimeBestEffortOrNull(${filled(text)}, ${zone})))`;
  return `CASE WHEN ${isNumber} THEN ${ofNumber(`toFloat64OrZero(${filled(text)})`)} ELSE ${seconds} * 1000 + ${milliseconds} END`;
}

/** Epoch milliseconds, NULL where there is no usable time. */
function timeOf(given: Columns['timestamp'], columns: TableColumns): string {
  const { from, expression, value } = sourceOf(given);
  const { format, timezone = 'UTC' } = typeof given === 'string' ? {} : given;
  if (format !== undefined) {
    throw new UsageError(
      '--mapping: timestamp.format is for files, not for a table of a ClickHouse',
      "say it in SQL: expression: parseDateTime(column, '%d/%m/%Y %H:%i:%s')",
    );
  }
  const paths = [from ?? []].flat();
  const [path, ...others] = paths;
  const column = path === undefined || others.length > 0 ? undefined : columnOf(path, columns);
  const sql = expression ?? column?.sql;
  const type = expression === undefined ? (column?.type ?? 'String') : 'expression';
  const bare = type.replace(/^LowCardinality\(|^Nullable\(|\)+$/g, '').replace(/^Nullable\(/, '');
  const told = (): string => {
    if (sql === undefined || value !== undefined) return ofText(rawText(given, columns), timezone);
    if (/^DateTime64/.test(bare)) return `toUnixTimestamp64Milli(${sql})`;
    if (/^DateTime/.test(bare)) return `toInt64(toUnixTimestamp(${sql})) * 1000`;
    if (/^Date/.test(bare)) return `toInt64(toUnixTimestamp(toDateTime(${sql}, 'UTC'))) * 1000`;
    if (/^U?Int|^Float|^Decimal/.test(bare)) return ofNumber(`toFloat64(${sql})`);
    return ofText(orNull(`toString(${sql})`), timezone);
  };
  const time = told();
  return `CASE WHEN ${time} BETWEEN 0 AND ${latestTime} THEN ${time} END`;
}

const truth = (text: string): string =>
  `CASE WHEN lowerUTF8(${trimmed(filled(text))}) IN ('true', 't', 'yes', 'y', '1') THEN 1 ELSE 0 END`;

/** The class of an RFC 3463 enhanced status, else of an RFC 5321 reply, in a text; '' where it has none. As for dumps (canonical-columns.ts). */
function statusClass(text: string): string {
  const enhanced = String.raw`(?:^|[^0-9.])([245])\.[0-9]{1,3}\.[0-9]{1,3}(?:$|[^0-9.]|\.(?:$|[^0-9]))`;
  const reply = String.raw`^\s*([245])[0-9][0-9](?:$|[^0-9.])`;
  const found = (pattern: string): string => `extract(${filled(text)}, ${clickhouseText(pattern)})`;
  return `CASE WHEN ${found(enhanced)} <> '' THEN ${found(enhanced)} ELSE ${found(reply)} END`;
}

const identity = (text: string): string => orNull(trimmed(filled(text)));

/** An identity as a key; the kind keeps those of people and messages apart. */
const keyOf = (kind: string, text: string): string => `sipHash64(concat('${kind} ', ${filled(text)}))`;

/** Where the parts of an event are in a table of others. */
export function mappedParts(
  { id, columns: given, ...how }: Pick<Mapping, 'id' | 'columns' | 'duplicates'>,
  columns: TableColumns,
  {
    table,
    impliesSends,
    keepQuery,
  }: {
    /** What the delivery is called where no column says. */
    readonly table: string;
    /** Whether outcomes tell of sends. */
    readonly impliesSends: boolean;
    readonly keepQuery: boolean;
  },
): EventExpressions {
  const text = (part: Given): string => inCanonicalWords(part, columns);
  const type = inCanonicalWords(given.event_type, columns, canonicalType);
  const is = (...types: readonly string[]): string => `${type} IN (${types.map(clickhouseText).join(', ')})`;
  const failed = is('bounce', 'error', 'excluded', 'delay');
  const recipient = identity(text(given.recipient));
  const message = identity(text(given.message_id));
  const delivery = `coalesce(${identity(text(given.delivery_id))}, ${clickhouseText(table)})`;
  const told = (part: Given, isLink = false): string => {
    const raw =
      isLink && !keepQuery ? `replaceRegexpOne(${filled(text(part))}, '[?#].*$', '')` : filled(text(part));
    return rawText(part, columns) === nothing
      ? nothing
      : orNull(withoutRecipient(trimmed(`substringUTF8(${raw}, 1, 4000)`), filled(recipient), isLink));
  };
  const [code, reason] = [told(given.code), told(given.reason)];
  const ofClass = (status: string): string =>
    `CASE WHEN ${status} = '5' THEN 'hard' WHEN ${status} = '4' THEN 'soft' ELSE 'ignored' END`;
  const category = `lowerUTF8(${trimmed(filled(text(given.bounce_category)))})`;
  const derived = `CASE WHEN ${statusClass(code)} <> '' THEN ${ofClass(statusClass(code))} ELSE ${ofClass(statusClass(reason))} END`;
  const [url, label, agent, variant] = [
    told(given.url, true),
    told(given.link_label),
    told(given.user_agent),
    told(given.variant),
  ];
  const ending = String.raw`@([^@\s<>"(),:;/]+)[\s>]*$`;
  const domain = `lowerUTF8(extract(${filled(recipient)}, ${clickhouseText(ending)}))`;
  const time = timeOf(given.timestamp, columns);
  const eventId = identity(text(given.event_id));
  const byContent = `CASE WHEN isNotNull(${message}) OR isNotNull(${recipient})
      THEN sipHash64(concat(${[type, `toString(${time})`, message, recipient, url].map(filled).join(`, '\\n', `)})) END`;
  const when = (condition: string, value: string): string =>
    value === nothing ? nothing : `CASE WHEN ${condition} THEN ${value} END`;
  return {
    identity:
      how.duplicates === 'by-content'
        ? `CASE WHEN isNotNull(${eventId}) THEN ${keyOf('event', eventId)} ELSE ${byContent} END`
        : `CASE WHEN isNotNull(${eventId}) THEN ${keyOf('event', eventId)} END`,
    delivery,
    delivery_label: text(given.delivery_label),
    format: clickhouseText(id),
    source: 'toUInt16(0)',
    event_type: type,
    time,
    message: `CASE WHEN isNotNull(${message}) THEN ${keyOf('message', message)} WHEN isNotNull(${recipient}) THEN ${keyOf('message of', recipient)} END`,
    person: `CASE WHEN isNotNull(${recipient}) THEN ${keyOf('person', recipient)} WHEN isNotNull(${message}) THEN ${keyOf('person of', message)} END`,
    bounce_category: `CASE WHEN ${is('bounce')} THEN CASE WHEN ${category} IN ('hard', 'soft', 'ignored') THEN ${category} ELSE ${derived} END END`,
    reason: when(failed, reason),
    code: when(failed, code),
    url: when(is('click'), url),
    label: when(is('click'), label),
    link: `CASE WHEN ${is('click')} AND (isNotNull(${url}) OR isNotNull(${label})) THEN sipHash64(concat(${filled(url)}, '\\n', ${filled(label)})) END`,
    user_agent: when(is('open', 'click'), agent),
    agent: `CASE WHEN ${is('open', 'click')} AND isNotNull(${agent}) THEN ${keyOf('agent', agent)} END`,
    domain: `CASE WHEN match(${domain}, ${clickhouseText(mailDomains.any)}) THEN ${domain} END`,
    variant,
    sender_block: nothing,
    is_machine: `CASE WHEN ${is('open', 'click')} THEN ${truth(text(given.is_machine))} ELSE 0 END`,
    is_test: truth(text(given.is_test)),
    is_duplicate: '0',
    implies_sent: impliesSends ? `CASE WHEN ${is('delivered', 'bounce')} THEN 1 ELSE 0 END` : '0',
  };
}
