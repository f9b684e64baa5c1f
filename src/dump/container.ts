import { jsonOf, jsonSpans } from './json-values.ts';

export const compressions = ['none', 'gzip', 'zstd'] as const;

/** How a file's bytes are packed. */
export type Compression = (typeof compressions)[number];

export const containers = ['ndjson', 'json-array', 'json-values', 'form', 'csv', 'parquet'] as const;

/**
 * How a file holds its rows: JSON values one to a line, the elements of one JSON array, JSON values over lines of their
 * own or one behind the other, the bodies of forms one to a line, or a table.
 */
export type Container = (typeof containers)[number];

/** The containers whose rows are JSON. */
export type JsonContainer = Extract<Container, 'ndjson' | 'json-array' | 'json-values'>;

const magicNumbers: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

/** The compression that a file's first bytes tell of, whatever its name says. */
export function compressionOf(bytes: Uint8Array): Compression {
  // A zstd file may start with a skippable frame (RFC 8878, 3.1.2).
  if (((bytes[0] ?? 0) & 0xf0) === 0x50 && bytes[1] === 0x2a && bytes[2] === 0x4d && bytes[3] === 0x18)
    return 'zstd';
  const found = magicNumbers.find(([, magic]) => magic.every((byte, index) => bytes[index] === byte));
  return found?.[0] ?? 'none';
}

const parquetMagic = [0x50, 0x41, 0x52, 0x31];

/** True where a decompressed head is a Parquet file's. */
export function isParquet(head: Uint8Array): boolean {
  return parquetMagic.every((byte, index) => head[index] === byte);
}

/** A NUL, or what bytes that are no UTF-8 are read as. */
const noText = /[\0\uFFFD]/g;

/**
 * The text of a decompressed head, or undefined where it is none. A stray byte here and there is a bad row, and so is one
 * hostile cell, however long; what is full of them in most of its lines is no text.
 */
export function textOf(head: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(head);
  const strays = text.match(noText)?.length ?? 0;
  if (strays <= text.length / 20 || (strays <= 8 && !head.includes(0))) return text;
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.filter((line) => line.search(noText) >= 0).length * 2 > lines.length ? undefined : text;
}

const isBlank = (text: string): boolean => text.trim() === '';

const isRowOrList = (text: string): boolean => /^\s*[[{]/.test(text) && jsonOf(text) !== undefined;

/** True where most lines are values of their own, which those of a value over many lines are not. */
function isLineDelimited(text: string, complete: boolean): boolean {
  const lines = text
    .split('\n')
    .slice(0, complete ? undefined : -1)
    .filter((line) => !isBlank(line));
  return lines.filter(isRowOrList).length * 2 > lines.length;
}

/**
 * How a text that starts with a bracket holds its rows; undefined where an object is cut before it ends. Where values are
 * broken, lines are what a reader can go on by.
 */
function jsonContainerOf(text: string, complete: boolean): JsonContainer | undefined {
  const isArray = text.trimStart().startsWith('[');
  const isLines = isLineDelimited(text, complete);
  // Most dumps are lines of objects: their brackets need not be followed.
  if (isLines && !isArray) return 'ndjson';
  const spans = jsonSpans(text, 'values');
  const first = spans[0];
  if (isArray && first !== undefined && isBlank(text.slice(first.end))) return 'json-array';
  if (isLines) return 'ndjson';
  if (first === undefined && isArray) return 'json-array';
  if (first === undefined) return complete ? 'ndjson' : undefined;
  const isWhole = !complete || isBlank(text.slice(spans.at(-1)?.end));
  const areValues = spans.every(({ start, end }) => isRowOrList(text.slice(start, end)));
  return isWhole && areValues ? 'json-values' : 'ndjson';
}

/** The container of a text from its start; undefined where that is too little to tell. */
export function containerOf(text: string, complete: boolean): Container | undefined {
  const [start] = text.trimStart();
  if (start === '[' || start === '{') return jsonContainerOf(text, complete);
  return /^[\w.-]+=\S*$/.test(text.trimStart().split(/\r?\n/, 1)[0] ?? '') ? 'form' : 'csv';
}
