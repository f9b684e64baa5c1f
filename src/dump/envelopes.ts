import { sqlName } from '../engine/dialect.ts';
import { type Columns, columnsOfPaths, structType } from './column-types.ts';
import { type Envelope, type Format, type HeadRow, isHeadRow, valueAt } from './formats/format.ts';
import { jsonOf, jsonSpans } from './json-values.ts';

const holding = (format: Format, holds: Envelope['holds']): readonly Envelope[] =>
  format.envelopes.filter((envelope) => envelope.holds === holds);

const envelopeColumns = (envelopes: readonly Envelope[], type: string): Columns =>
  columnsOfPaths(
    envelopes.map(({ path }) => path),
    type,
  );

/** The columns of what is left when texts are opened, when lists are, and when nothing is. */
function columnsByStage(format: Format): {
  readonly row: Columns;
  readonly list: Columns;
  readonly text: Columns;
} {
  const row = { ...format.columns, ...envelopeColumns(holding(format, 'row'), structType(format.columns)) };
  const list = { ...row, ...envelopeColumns(holding(format, 'list'), `${structType(row)}[]`) };
  const text = { ...list, ...envelopeColumns(holding(format, 'text'), 'VARCHAR') };
  return { row, list, text };
}

/** The columns to read where rows of a format may come in envelopes. */
export const columnsWithEnvelopes = (format: Format): Columns => columnsByStage(format).text;

const sqlPathTo = ({ path }: Envelope): string => path.map(sqlName).join('.');

/** The columns of a relation as one value. */
const packed = (columns: Columns): string =>
  `struct_pack(${Object.keys(columns)
    .map((name) => `${sqlName(name)} := ${sqlName(name)}`)
    .join(', ')})`;

const chosen = (envelopes: readonly Envelope[], otherwise: string): string =>
  `coalesce(${[...envelopes.map(sqlPathTo), otherwise].join(', ')})`;

/** What a JSON value holds as a list of rows; a value that is no row, and an unreadable one, gives a row of NULLs. */
export function rowsOfJson(json: string, columns: Columns): string {
  const type = structType(columns);
  return `coalesce(TRY_CAST(${json} AS ${type}[]), [TRY_CAST(${json} AS ${type})])`;
}

/** Takes the rows of a FROM item out of their envelopes, in order; `kept` is carried along. */
export function openEnvelopes(format: Format, from: string, kept: readonly string[]): string {
  const keep = kept.map((name) => `${name}, `).join('');
  const opened = (value: string, source: string): string =>
    `(SELECT ${keep}opened.* FROM (SELECT ${keep}${value} AS opened FROM ${source}) AS enveloped)`;
  const { row, list } = columnsByStage(format);
  const texts = holding(format, 'text');
  const lists = holding(format, 'list');
  const rows = holding(format, 'row');
  let relation = from;
  if (texts.length > 0) {
    // A step of its own, so that a long text is looked at once.
    const text = `coalesce(${texts.map(sqlPathTo).join(', ')})`;
    const held = `(SELECT *, ${text} AS held_text, TRY_CAST(${text} AS JSON) AS held
      FROM ${relation}) AS texts`;
    const listed = `CASE WHEN held_text IS NULL THEN [${packed(list)}] ELSE ${rowsOfJson('held', list)} END`;
    relation = opened(`unnest(${listed})`, held);
  }
  if (lists.length > 0) {
    relation = opened(`unnest(${chosen(lists, `[${packed(row)}]`)})`, relation);
  }
  if (rows.length > 0) {
    relation = opened(chosen(rows, packed(format.columns)), relation);
  }
  return relation;
}

/** SQL that is true where a JSON value is in one of a format's envelopes. */
export function isEnveloped(format: Format, json: string): string {
  const paths = format.envelopes.map(
    ({ path }) => `json_exists(${json}, '$${path.map((key) => `."${key}"`).join('')}')`,
  );
  return paths.length === 0 ? 'false' : `(${paths.join(' OR ')})`;
}

/** What a text holds; of one that is cut, the elements that are whole. */
function heldBy(text: string): unknown {
  return jsonOf(text) ?? jsonSpans(text, 'elements').map(({ start, end }) => jsonOf(text.slice(start, end)));
}

/** The rows that one of a dump's first rows holds, as `openEnvelopes` takes them out; itself where it is in none. */
export function openHeadRow(format: Format, row: HeadRow): readonly HeadRow[] {
  let rows: readonly HeadRow[] = [row];
  for (const holds of ['text', 'list', 'row'] as const) {
    rows = rows.flatMap((outer) => {
      const found = holding(format, holds)
        .map(({ path }) => valueAt(outer, ...path))
        .find((value) => value !== undefined && value !== null);
      if (found === undefined) return [outer];
      return [typeof found === 'string' ? heldBy(found) : found].flat().filter(isHeadRow);
    });
  }
  return rows;
}
