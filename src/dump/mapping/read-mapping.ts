import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { BadDataError } from '../../errors.ts';
import { readText } from '../../files/read-text.ts';
import { PathConflict } from '../column-types.ts';
import type { Format } from '../formats/format.ts';
import { formats } from '../formats/index.ts';
import { mappedFormat } from './mapped-format.ts';
import { type Mapping, mappingSchema } from './mapping-file.ts';

const hint = 'see docs/mapping.md';

const unreadable = 'name a mapping file, JSON or YAML';

type Key = PropertyKey;

/** Finds the line of what a path of keys leads to, or of the last key on the way that is there. */
function lineFinder(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
): (keys: readonly Key[]) => number {
  return (keys) => {
    let offset = 0;
    let node: unknown = document.contents;
    for (const key of keys) {
      if (!isMap(node)) break;
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair === undefined) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    }
    return lines.linePos(offset).line;
  };
}

/** A document that is small may stand for more than a machine can hold. */
function plainValue(path: string, document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new BadDataError(`${path}: its aliases stand for too much`, 'write it out', error);
  }
}

/** JSON is YAML, too, but for tabs at the start of a line. */
function parse(path: string, text: string) {
  const lines = new LineCounter();
  const document = parseDocument(
    text.replace(/^\t+/gm, (tabs) => ' '.repeat(tabs.length)),
    {
      lineCounter: lines,
      prettyErrors: false,
    },
  );
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw new BadDataError(`${path}:${line}: ${error.message.split('\n', 1)[0]}`, 'mend it', error);
  }
  return { value: plainValue(path, document), lineOf: lineFinder(document, lines) };
}

interface Fault {
  readonly keys: readonly Key[];
  readonly message: string;
}

/** What is wrong, at the place where it is: a path may be given as a text or as an object, and it is the object that has places. */
function faultOf(issue: z.core.$ZodIssue): Fault {
  const inner = issue.code === 'invalid_union' ? issue.errors.at(-1)?.[0] : undefined;
  if (inner === undefined) return { keys: issue.path, message: issue.message };
  const { keys, message } = faultOf(inner);
  return { keys: [...issue.path, ...keys], message };
}

function checked(path: string, text: string): Mapping {
  const { value, lineOf } = parse(path, text);
  const result = mappingSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const { keys, message } = issue === undefined ? { keys: [], message: 'no mapping' } : faultOf(issue);
  const where = keys.length === 0 ? '' : `${keys.map(String).join('.')}: `;
  throw new BadDataError(`${path}:${lineOf(keys)}: ${where}${message}`, hint, result.error);
}

/**
 * Reads a mapping file, YAML or JSON, as the format that it describes.
 * @throws NoInputError where it cannot be opened, BadDataError where it is no mapping: both name the file, the latter
 * the line and the key.
 */
export async function readMapping(path: string): Promise<Format> {
  const mapping = checked(path, await readText(path, { missing: unreadable, unreadable }));
  if (formats.some(({ id }) => id === mapping.id)) {
    throw new BadDataError(`${path}: id: ${mapping.id} is a format of its own`, 'choose another id');
  }
  try {
    return mappedFormat(mapping);
  } catch (error) {
    if (error instanceof PathConflict)
      throw new BadDataError(`${path}: columns: ${error.message}`, hint, error);
    throw error;
  }
}
