import { sqlText, sqlTranslate } from '../../engine/dialect.ts';
import { type ColumnPath, columnsOfPaths } from '../column-types.ts';
import { type Envelope, eventTypes, type Format, untold } from '../formats/format.ts';
import { canonicalType } from '../formats/native.ts';
import { columnPathOf, sqlOfPath } from './column-path.ts';
import type { ColumnSource, Mapping } from './mapping-file.ts';

type Columns = Mapping['columns'];
type Given = Columns[keyof Columns];

const sourceOf = (given: Given): ColumnSource =>
  typeof given === 'string' ? { from: given } : (given ?? {});

/** The paths of a column; the file's own check has seen to it that each is one. */
function pathsOf(given: Given): readonly ColumnPath[] {
  const { from } = sourceOf(given);
  return [from ?? []]
    .flat()
    .map(columnPathOf)
    .filter((path) => path !== undefined);
}

/** The raw text of a column: what its paths lead to, the first that is filled, or its constant. */
function rawText(given: Given): string {
  const { value } = sourceOf(given);
  const texts = pathsOf(given).map((path) => `nullif(${sqlOfPath(path)}, '')`);
  if (value !== undefined) texts.push(sqlText(value));
  return texts.length === 0 ? untold : `coalesce(${texts.join(', ')}, ${untold})`;
}

/** The text of a column in the words of the canonical event; `plain` is for what the file has no word for. */
function inCanonicalWords(given: Given, plain: (text: string) => string = (text) => text): string {
  const { values, otherwise } = sourceOf(given);
  const text = rawText(given);
  const rest = otherwise === undefined ? plain(text) : sqlText(otherwise);
  if (values === undefined)
    return otherwise === undefined ? rest : `CASE WHEN ${text} IS NOT NULL THEN ${rest} END`;
  const table = Object.entries(values).map(([from, to]) => [from.trim().toLowerCase(), to]);
  const word = sqlTranslate(`lower(trim(${text}))`, Object.fromEntries(table), rest);
  return `CASE WHEN ${text} IS NOT NULL THEN ${word} END`;
}

const namesOffset = String.raw`(?:[0-9]Z|[0-9]:[0-9]{2}(?:[:.,][0-9.,]+)?\s*[+-][0-9]{2}(?::?[0-9]{2})?|\s[A-Za-z][A-Za-z_/]+)\s*$`;

/** A time as text that the pipeline reads: ISO 8601, or epoch seconds or milliseconds. */
function timeText(given: Columns['timestamp']): string {
  const text = rawText(given);
  const { format, timezone } = typeof given === 'string' ? {} : given;
  const zoned = (time: string): string =>
    timezone === undefined ? time : `timezone(${sqlText(timezone)}, CAST(${time} AS TIMESTAMP))`;
  if (format !== undefined) {
    const time = `try_strptime(${text}, ${sqlText(format)})`;
    return `CAST(${/%[zZ]/.test(format) ? time : zoned(time)} AS VARCHAR)`;
  }
  if (timezone === undefined) return text;
  const local = `CAST(${zoned(`TRY_CAST(${text} AS TIMESTAMP)`)} AS VARCHAR)`;
  return `CASE WHEN regexp_matches(${text}, ${sqlText(namesOffset)}) THEN ${text} ELSE coalesce(${local}, ${text}) END`;
}

function envelopeOf(rows: string | undefined): readonly Envelope[] {
  const path = rows === undefined ? undefined : columnPathOf(rows);
  if (path === undefined) return [];
  const [first, ...rest] = path;
  return [{ name: 'list of rows', path: [first, ...rest.map(String)], holds: 'list' }];
}

/** A format that a mapping file describes, with that. */
export interface MappedFormat extends Format {
  readonly mapping: Mapping;
}

/**
 * The format that a mapping file describes.
 * @throws PathConflict where two of its paths cannot both be.
 */
export function mappedFormat(mapping: Mapping): MappedFormat {
  const { id, sender, rows, columns, ...how } = mapping;
  const paths = Object.values(columns).flatMap(pathsOf);
  return {
    mapping,
    id,
    sender: sender ?? id,
    writtenAs: 'as its mapping file says',
    detectedBy: 'its mapping file',
    recognises: () => true,
    envelopes: envelopeOf(rows),
    requiredColumns: [...pathsOf(columns.event_type), ...pathsOf(columns.timestamp)].map(
      ([column]) => column,
    ),
    columns: columnsOfPaths(paths, 'VARCHAR'),
    tells: eventTypes,
    rawType: rawText(columns.event_type),
    eventType: inCanonicalWords(columns.event_type, canonicalType),
    timestamp: timeText(columns.timestamp),
    deliveryId: inCanonicalWords(columns.delivery_id),
    deliveryLabel: inCanonicalWords(columns.delivery_label),
    eventId: inCanonicalWords(columns.event_id),
    ...(how.duplicates === 'by-content' ? { tellsApart: inCanonicalWords(columns.url) } : {}),
    messageId: inCanonicalWords(columns.message_id),
    recipient: inCanonicalWords(columns.recipient),
    bounceCategory: inCanonicalWords(columns.bounce_category),
    codeCategory: untold,
    reason: inCanonicalWords(columns.reason),
    code: inCanonicalWords(columns.code),
    isMachine: inCanonicalWords(columns.is_machine),
    isTest: inCanonicalWords(columns.is_test),
    url: inCanonicalWords(columns.url),
    linkLabel: inCanonicalWords(columns.link_label),
    userAgent: inCanonicalWords(columns.user_agent),
    variant: inCanonicalWords(columns.variant),
    impliesSent: how.outcomes_imply_sends ? ['delivered', 'bounce'] : [],
  };
}
