import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument as parseYaml,
  visit,
} from 'yaml';
import { BadDataError } from '../errors.ts';
import type { Fault, Key } from './fault.ts';

/** A file that people write: its value, and on which line of it a path of keys leads to something. */
export interface Document {
  readonly path: string;
  readonly value: unknown;
  /** The line of what the keys lead to, or of the last one on the way that is there; null where lines are not known. */
  readonly lineOf: (keys: readonly Key[]) => number | null;
}

type Yaml = ReturnType<typeof parseYaml>;

/** Where the next key leads from a node, and the node whose line is that of the key: of a pair its name. */
function step(node: unknown, key: Key): { readonly at: unknown; readonly next: unknown } | undefined {
  if (isSeq(node)) {
    const next = node.items[Number(key)];
    return next === undefined ? undefined : { at: next, next };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
  return pair === undefined ? undefined : { at: pair.key, next: pair.value };
}

function lineFinder(document: Yaml, lines: LineCounter): Document['lineOf'] {
  return (keys) => {
    let offset = 0;
    let node: unknown = document.contents;
    for (const key of keys) {
      const taken = step(node, key);
      if (taken === undefined) break;
      if (isNode(taken.at)) offset = taken.at.range?.[0] ?? offset;
      node = taken.next;
    }
    return lines.linePos(offset).line;
  };
}

/** A document that is small may stand for more than a machine can hold. */
function plainValue(path: string, document: Yaml): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new BadDataError(`${path}: its aliases stand for too much`, 'write it out', error);
  }
}

interface Slip {
  readonly offset: number;
  readonly message: string;
}

/** A text that lacks its quotes, so that YAML takes `{{report}}` for a key and `*.csv` for an alias. */
function missingQuotes(document: Yaml): Slip | undefined {
  const anchors = new Set<string>();
  let slip: Slip | undefined;
  const found = (node: Node, message: string): symbol => {
    slip = { offset: node.range?.[0] ?? 0, message };
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_, alias) =>
      anchors.has(alias.source)
        ? undefined
        : found(alias, 'a * begins an alias, and there is nothing of its name'),
    Pair: (_, { key }) =>
      isNode(key) && !isScalar(key)
        ? found(key, 'braces or brackets stand where a key should be')
        : undefined,
    Value: (_, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor);
    },
  });
  return slip;
}

/** What the parser says, without what it quotes of the file, which may be a secret. */
function words(message: string): string {
  // The parser goes down by calls, and tells of a file that is too deep as of any fault of it.
  if (/call stack/.test(message)) return 'is nested too deeply';
  const [line = ''] = message.split('\n', 1);
  return line.replace(/(?<=\w): .*| \\.*/, '');
}

/** What to do about what the parser says. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [/must be unique/, 'leave one of them out'],
  [/nested too deeply/, 'no file of ours needs more than a few levels'],
];

const quotes = 'mend it; a text with {, }, *, # or : in it may need quotes';

/** JSON may stand in a file of YAML, and may be indented by tabs; what else is indented by one is no YAML. */
const isJson = /^\ufeff?\s*[{[]/;
const tabIndented = /^ *\t+\s*\S/m;

/**
 * Parses the text of a YAML or JSON file. JSON is YAML, too, but for tabs at the start of a line.
 * @throws BadDataError where it is neither: it names the file and the line.
 */
export function parseDocument(path: string, text: string): Document {
  const lines = new LineCounter();
  const document = parseYaml(
    text.replace(/^\t+/gm, (tabs) => ' '.repeat(tabs.length)),
    {
      lineCounter: lines,
      prettyErrors: false,
    },
  );
  const wrong = (offset: number, message: string, cause?: unknown): BadDataError => {
    const [, remedy = quotes] = remedies.find(([pattern]) => pattern.test(message)) ?? [];
    return new BadDataError(`${path}:${lines.linePos(offset).line}: ${message}`, remedy, cause);
  };
  const tab = isJson.test(text) ? null : tabIndented.exec(text);
  if (tab !== null)
    throw new BadDataError(
      `${path}:${text.slice(0, tab.index).split('\n').length}: is indented by a tab`,
      'YAML is indented by spaces',
    );
  const [error] = document.errors;
  if (error !== undefined) throw wrong(error.pos[0], words(error.message), error);
  const slip = missingQuotes(document);
  if (slip !== undefined) throw wrong(slip.offset, slip.message);
  return { path, value: plainValue(path, document), lineOf: lineFinder(document, lines) };
}

/**
 * What keys lead to in a value, and those of them that are written there: a list of one entry may stand without its list.
 */
export function writtenAt(
  value: unknown,
  keys: readonly Key[],
): { readonly keys: readonly Key[]; readonly value: unknown } {
  let reached = value;
  const written = keys.filter((key) => {
    if (typeof key === 'number' && reached !== undefined && !Array.isArray(reached)) return false;
    reached = typeof reached === 'object' && reached !== null ? Reflect.get(reached, key) : undefined;
    return true;
  });
  return { keys: written, value: reached };
}

/** A key that is an address by mistake is shown to nobody. */
const shown = (key: Key): string => (String(key).includes('@') ? '…' : String(key));

/** The error that tells of a fault with its file, the line where it is known, and the keys. */
export function badDocument(
  { path, value, lineOf }: Document,
  { keys, message }: Fault,
  hint: string,
  cause?: unknown,
): BadDataError {
  const line = lineOf(keys);
  const where = [
    line === null ? path : `${path}:${line}`,
    ...(keys.length === 0 ? [] : [writtenAt(value, keys).keys.map(shown).join('.')]),
    message,
  ];
  return new BadDataError(where.join(': '), hint, cause);
}
