import { openHeadRow } from '../../src/dump/envelopes.ts';
import { type Format, valueAt } from '../../src/dump/formats/format.ts';
import { formats } from '../../src/dump/formats/index.ts';
import type { SampleFormat } from '../../src/sample/format-names.ts';
import { sampleKindOf } from '../../src/sample/formats.ts';
import { dumpOf, rowsOf } from '../sample/dump-of.ts';

type Row = Readonly<Record<string, unknown>>;

/** The keys that lead to a text that a format reads; '[]' stands for the only element of a list. */
export type Leaf = readonly string[];

/** The members of a STRUCT, or of whatever else is parted by commas on one level. */
function parted(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}

/** The texts in a value of one of the types that formats declare. */
function leavesOf(type: string): readonly Leaf[] {
  if (type.endsWith('[]')) return leavesOf(type.slice(0, -2)).map((leaf) => ['[]', ...leaf]);
  const members = /^STRUCT\s*\((.*)\)$/s.exec(type)?.[1];
  if (members === undefined) return [[]];
  return parted(members).flatMap((member) => {
    const [, quoted, plain, rest = ''] = /^(?:"((?:[^"]|"")+)"|(\w+))\s+(.*)$/s.exec(member) ?? [];
    return leavesOf(rest.trim()).map((leaf) => [quoted ?? plain ?? '', ...leaf]);
  });
}

/** Every text that a format reads. */
export const leavesReadBy = ({ columns }: Pick<Format, 'columns'>): readonly Leaf[] =>
  Object.entries(columns).flatMap(([name, type]) => leavesOf(type).map((leaf) => [name, ...leaf]));

/** A copy of a value with a text at a leaf. */
function withText(value: unknown, [key, ...rest]: Leaf, text: string): unknown {
  if (key === undefined) return text;
  if (key === '[]') return [withText(Array.isArray(value) ? value[0] : undefined, rest, text)];
  const held = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const below = Object.getOwnPropertyDescriptor(held, key)?.value;
  return { ...held, [key]: withText(below, rest, text) };
}

const put = (row: Row, leaf: Leaf, text: string): Row => withText(row, leaf, text) as Row;

const isNamedIn = (sql: string, leaf: Leaf): boolean =>
  new RegExp(`\\b${leaf.findLast((key) => key !== '[]')}\\b`).test(sql);

/** True for what says which event a row is, and when: with another text there it is rejected, with nothing of it read. */
const saysWhat = ({ rawType, eventType, timestamp }: Format, leaf: Leaf): boolean =>
  isNamedIn(`${rawType} ${eventType} ${timestamp}`, leaf);

/** The format of this name. */
export function formatOf(id: SampleFormat): Format {
  const format = formats.find((one) => one.id === id);
  if (format === undefined) throw new Error(`no format ${id}`);
  return format;
}

/** The rows of a dump of a format, as its sender writes them, out of their envelopes. */
function rowsWritten(id: SampleFormat): readonly Row[] {
  const text = dumpOf(id, 400, 3);
  const names = sampleKindOf(id).header?.trim().split(',');
  if (names === undefined) return rowsOf<Row>(text).flatMap((row) => openHeadRow(formatOf(id), row));
  // A quoted cell holds commas, and nothing that is read.
  const [, ...lines] = text
    .trim()
    .replace(/"[^"]*"/g, '')
    .split('\n');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((cell, index) => [names[index] ?? '', cell])),
  );
}

/** A row of each kind of event that a format has. */
export function validRows(id: SampleFormat): readonly Row[] {
  const { rawType, eventType, timestamp, ...format } = formatOf(id);
  const telling = leavesReadBy(format).filter(
    (leaf) => isNamedIn(`${rawType} ${eventType}`, leaf) && !isNamedIn(timestamp, leaf),
  );
  const kinds = new Map<string, Row>();
  for (const row of rowsWritten(id)) {
    const kind = telling.map(([first = '', ...rest]) => String(valueAt(row, first, ...rest))).join();
    if (!kinds.has(kind)) kinds.set(kind, row);
  }
  return [...kinds.values()].slice(0, 12);
}

/**
 * Rows of a format with each payload in each text that it reads: in all of them at once, but for what says which event a row is,
 * and in each alone.
 */
export function hostileRows(id: SampleFormat, texts: readonly string[]): readonly Row[] {
  const format = formatOf(id);
  const valid = validRows(id);
  const leaves = leavesReadBy(format);
  const content = leaves.filter((leaf) => !saysWhat(format, leaf));
  const everywhere = valid.flatMap((row) =>
    texts.map((text) => content.reduce((made, leaf) => put(made, leaf, text), row)),
  );
  const alone = leaves.flatMap((leaf, number) =>
    texts.map((text, index) => {
      const row = valid[(index + number) % valid.length];
      if (row === undefined) throw new Error(`no rows of ${id}`);
      return put(row, leaf, text);
    }),
  );
  return [...valid, ...everywhere, ...alone];
}

const minute = (number: number): string =>
  `${new Date(Date.UTC(2026, 10, 22, 8) + number * 60_000).toISOString().slice(0, 19)}Z`;

/** Native rows of one delivery that show each text wherever a report shows one. */
export function rowsThatShow(
  texts: readonly string[],
  delivery: { readonly delivery_id: string; readonly delivery_label: string },
): readonly Row[] {
  return texts.flatMap((text, number) => {
    const ofMessage = (message: string, event: string, more: Row = {}): Row => ({
      ...{ event_type: event, timestamp: minute(number), message_id: `${number} ${message}`, variant: text },
      ...{ recipient: `${message}-${number}@mail.example`, ...delivery, ...more },
    });
    const said = { reason: text, code: text };
    return [
      ...['bounced', 'read'].map((message) => ofMessage(message, 'sent')),
      ofMessage('bounced', 'bounce', { ...said, bounce_category: number % 3 === 0 ? 'soft' : 'hard' }),
      ofMessage('late', 'delay', { ...said, recipient: `late@${text}` }),
      ofMessage('failed', 'error', said),
      ofMessage('left out', 'excluded', said),
      ofMessage('read', 'delivered'),
      ofMessage('read', 'open', { user_agent: text }),
      ofMessage('read', 'click', { user_agent: text, url: text, link_label: text }),
      ofMessage('linked', 'click', { url: `https://shop.example/${text}`, is_machine: 'true' }),
    ];
  });
}
