import { isMap, isNode, isScalar, LineCounter, parseDocument as parseYaml } from 'yaml';
import type * as z from 'zod';
import { BadDataError } from '../errors.ts';

type Key = PropertyKey;

/** A file that people write, YAML or JSON: its value, and on which line of it a path of keys leads to something. */
export interface Document {
  readonly path: string;
  readonly value: unknown;
  readonly lineOf: (keys: readonly Key[]) => number;
}

/** What is wrong, and the keys that lead there. */
export interface Fault {
  readonly keys: readonly Key[];
  readonly message: string;
}

/** Finds the line of what a path of keys leads to, or of the last key on the way that is there. */
function lineFinder(document: ReturnType<typeof parseYaml>, lines: LineCounter): Document['lineOf'] {
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
function plainValue(path: string, document: ReturnType<typeof parseYaml>): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new BadDataError(`${path}: its aliases stand for too much`, 'write it out', error);
  }
}

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
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw new BadDataError(`${path}:${line}: ${error.message.split('\n', 1)[0]}`, 'mend it', error);
  }
  return { path, value: plainValue(path, document), lineOf: lineFinder(document, lines) };
}

/** What is wrong, at the place where it is: a path may be given as a text or as an object, and it is the object that has places. */
function faultOfIssue(issue: z.core.$ZodIssue): Fault {
  const inner = issue.code === 'invalid_union' ? issue.errors.at(-1)?.[0] : undefined;
  if (inner === undefined) return { keys: issue.path, message: issue.message };
  const { keys, message } = faultOfIssue(inner);
  return { keys: [...issue.path, ...keys], message };
}

/** The first thing that is wrong with a document's value. */
export function faultOf({ issues }: z.core.$ZodError): Fault {
  const [issue] = issues;
  return issue === undefined ? { keys: [], message: 'no such document' } : faultOfIssue(issue);
}

/** The error that tells of a fault with its file, line and key. */
export function badDocument(
  { path, lineOf }: Document,
  { keys, message }: Fault,
  hint: string,
  cause?: unknown,
): BadDataError {
  const where = keys.length === 0 ? '' : `${keys.map(String).join('.')}: `;
  return new BadDataError(`${path}:${lineOf(keys)}: ${where}${message}`, hint, cause);
}
