import type * as z from 'zod';

export type Key = PropertyKey;

/** What is wrong with a value, and the keys that lead there. */
export interface Fault {
  readonly keys: readonly Key[];
  readonly message: string;
  /** The key that should not be where the others lead. */
  readonly unknownKey?: string;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};

const kindOf = (expected: string): string => kinds[expected] ?? expected;

const missing = 'is missing';

/** What zod finds, in our words, which never repeat the value; for safeParse. */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.input === undefined) return missing;
  const unquoted = issue.expected === 'string' && ['number', 'boolean'].includes(typeof issue.input);
  return `must be ${kindOf(issue.expected)}${unquoted ? ': put it in quotes' : ''}`;
};

type Issue = z.core.$ZodIssue;

/** The kinds that were expected where the value is of none of them; undefined where its kind is right. */
function expectedKinds({ path, ...issue }: Issue): readonly string[] | undefined {
  if (path.length > 0) return undefined;
  if (issue.code === 'invalid_type') return [issue.message === missing ? missing : kindOf(issue.expected)];
  if (issue.code !== 'invalid_union') return undefined;
  const kinds = issue.errors.map(([first]) => (first === undefined ? undefined : expectedKinds(first)));
  return kinds.every((kind) => kind !== undefined) ? kinds.flat() : undefined;
}

/** What is said of a value that is of none of several kinds, unless the schema has words of its own for that. */
function wordsForKinds(expected: readonly string[], message: string): string {
  if (message !== 'Invalid input') return message;
  return expected.includes(missing) ? missing : `must be ${[...new Set(expected)].join(' or ')}`;
}

/** A key that nobody knows explains what is missing besides. */
function mostTelling(issues: readonly Issue[]): Issue | undefined {
  return issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
}

/** What is wrong with a value that may be of several kinds is what is wrong for its own. */
function faultOfUnion(issue: z.core.$ZodIssueInvalidUnion): Fault {
  const expected = expectedKinds({ ...issue, path: [] });
  if (expected !== undefined) return { keys: issue.path, message: wordsForKinds(expected, issue.message) };
  // A value that is of two kinds as far as is known is of the one that more of it fits.
  const [own] = issue.errors
    .flatMap((issues) => mostTelling(issues) ?? [])
    .filter((inner) => expectedKinds(inner) === undefined)
    .sort((left, right) => right.path.length - left.path.length);
  const { keys, ...fault } = own === undefined ? { keys: [], message: issue.message } : faultOfIssue(own);
  return { ...fault, keys: [...issue.path, ...keys] };
}

function faultOfIssue(issue: Issue): Fault {
  const { path: keys, message } = issue;
  if (issue.code === 'invalid_union') return faultOfUnion(issue);
  if (issue.code === 'invalid_key') return { keys, message: issue.issues[0]?.message ?? message };
  const [unknownKey] = issue.code === 'unrecognized_keys' ? issue.keys : [];
  return unknownKey === undefined ? { keys, message } : { keys, message, unknownKey };
}

/** The first thing that is wrong with a value. */
export function faultOf({ issues }: z.core.$ZodError): Fault {
  const issue = mostTelling(issues);
  return issue === undefined ? { keys: [], message: 'is not what it should be' } : faultOfIssue(issue);
}
