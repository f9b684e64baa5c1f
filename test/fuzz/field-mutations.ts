import fc from 'fast-check';

/** A row of a dump, as JSON has it. */
export type Row = Readonly<Record<string, unknown>>;

/** Stands in a row for JSON that no JavaScript value would be written as. */
const rawMark = '@raw:';
const raw = (json: string): string => `${rawMark}${json.replaceAll('"', "'")}@`;
const rawText = new RegExp(`"${rawMark}([^"@]*)@"`, 'g');

/** Stands before a key that comes twice: no JavaScript object has such. */
const againMark = '@again:';

/** A key as it is written. */
export const writtenKey = (key: string): string =>
  key.startsWith(againMark) ? key.slice(againMark.length) : key;

/** A row as JSON, with what is to stand in it raw. */
export function jsonOfRow(row: unknown, indent?: number): string {
  return (JSON.stringify(row, null, indent) ?? 'null')
    .replace(rawText, (_text, json: string) => json.replaceAll("'", '"'))
    .replaceAll(`"${againMark}`, '"');
}

const texts = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    'null',
    'true',
    'NaN',
    'Infinity',
    '-Infinity',
    'infinity',
    'epoch',
    '[]',
    '{}',
    '[',
    '{"a":1}',
    '[1,2]',
  ],
  ...[
    '\0',
    '\ud800',
    '\udfff\ud800',
    '\u202Egnp.exe',
    '\uFEFF',
    '\u2028',
    'é',
    '👩‍👩‍👧',
    '\x1B[31m',
    '\r\n',
    'a\nb',
    '"',
    '\\',
    "'",
  ],
  ...[
    '=1+1',
    '<script>alert(1)</script>',
    '</script>',
    '../../etc/passwd',
    'CON',
    '{{x}}',
    "'; DROP TABLE dump_rows; --",
  ],
  ...[
    'a@b',
    'ada@example.com',
    '@',
    '@@',
    'x'.repeat(300),
    'é'.repeat(5000),
    'x@'.repeat(3000),
    '9'.repeat(400),
  ],
  ...[
    'sent',
    'Bounce',
    'OPEN',
    'hard',
    '5.1.1',
    '550 5.1.1 no such user',
    'javascript:alert(1)',
    'https://example.com/?a=b#c',
  ],
];

const times = [
  ...[
    '0000-01-01T00:00:00Z',
    '-0001-01-01T00:00:00Z',
    '0001-01-01',
    '1582-10-10',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00Z',
  ],
  ...[
    '9999-12-31T23:59:59.999Z',
    '9999-12-31T23:59:60Z',
    '10000-01-01T00:00:00Z',
    '294247-01-10T04:00:54.775Z',
    '290309-12-22 (BC) 00:00:00',
  ],
  ...[
    '2026-02-30',
    '2026-03-29T02:30:00 Europe/Paris',
    '2026-03-29T02:30:00+01:00',
    '2026-11-22T08:00:00+99:99',
    '2026-11-22T25:00:00Z',
  ],
  ...[
    '0',
    '1',
    '1764000000',
    '1764000000000',
    '1764000000000000',
    '99999999999',
    '100000000000',
    '253402300799999',
    '253402300800000',
  ],
  ...[
    '1e10',
    '1e11',
    '1e300',
    '1e400',
    '-1e400',
    '9223372036854775807',
    '9223372036854775808',
    '-9223372036854775809',
    '.5',
    '1.7e9',
  ],
];

const values: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    0.1,
    1e21,
    2 ** 53 + 2,
    -(2 ** 63),
    [],
    {},
    [[]],
    [null],
    [{}],
    { a: { b: [1] } },
    [1, 'a', null, {}],
  ],
  ...[
    '1e400',
    '-1e400',
    '123456789012345678901234567890',
    '-0',
    '1E5',
    '0.1e-400',
    '9223372036854775808',
    '18446744073709551616',
  ].map(raw),
  ...[
    `${'['.repeat(300)}${']'.repeat(300)}`,
    `${"{'a':".repeat(200)}1${'}'.repeat(200)}`,
    "'\\ud800'",
    "'\\u0000'",
    "'\\/'",
  ].map(raw),
  ...times.filter((time) => /^\d+$/.test(time)).map(Number),
];

const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...texts) },
  { weight: 3, arbitrary: fc.constantFrom(...times) },
  { weight: 3, arbitrary: fc.constantFrom(...values) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

/** Keys, level by level, as places among those there are; it may end early. */
const path = fc.array(fc.nat(40), { minLength: 1, maxLength: 5 });
const place = fc.nat(99);

/** A change to one of the rows of a dump. Places are taken modulo what there is. */
export type FieldMutation =
  | { readonly kind: 'drop' | 'list' | 'text'; readonly row: number; readonly path: readonly number[] }
  | {
      readonly kind: 'set' | 'nest' | 'double';
      readonly row: number;
      readonly path: readonly number[];
      readonly value: unknown;
    }
  | { readonly kind: 'rename'; readonly row: number; readonly path: readonly number[]; readonly name: string }
  | { readonly kind: 'swap'; readonly row: number; readonly path: readonly number[]; readonly with: number }
  | { readonly kind: 'remove' | 'repeat'; readonly row: number }
  | { readonly kind: 'foreign'; readonly row: number; readonly other: number; readonly from: number };

const oneMutation: fc.Arbitrary<FieldMutation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('drop' as const, 'list' as const, 'text' as const),
      row: place,
      path,
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constantFrom('set' as const, 'set' as const, 'nest' as const, 'double' as const),
      row: place,
      path,
      value,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('rename' as const),
      row: place,
      path,
      name: fc.oneof(
        fc.constantFrom(
          '',
          'timestamp',
          'event',
          'event_type',
          'Event_Type',
          '__proto__',
          'a"b',
          'x.y',
          '\ud800',
        ),
        fc.string(),
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('swap' as const), row: place, path, with: place }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('remove' as const, 'repeat' as const), row: place }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('foreign' as const), row: place, other: place, from: place }),
  },
);

export const fieldMutations: fc.Arbitrary<readonly FieldMutation[]> = fc.array(oneMutation, {
  minLength: 1,
  maxLength: 6,
});

const isObject = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Entries = readonly (readonly [string, unknown])[];

/** Changes the entry that a path leads to, in a copy. A list counts as what holds its elements by number. */
function changedAt(
  value: unknown,
  path: readonly number[],
  change: (key: string, value: unknown) => Entries,
): unknown {
  const [pick, ...rest] = path;
  if (pick === undefined || typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 0) return Object.fromEntries(change('new', null));
  const place = pick % entries.length;
  const changed = entries.flatMap(([key, inner], index): Entries => {
    if (index !== place) return [[key, inner]];
    const goesOn = rest.length > 0 && typeof inner === 'object' && inner !== null;
    return goesOn ? [[key, changedAt(inner, rest, change)]] : change(key, inner);
  });
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

function valueAtPath(value: unknown, path: readonly number[]): unknown {
  const [pick, ...rest] = path;
  if (pick === undefined || typeof value !== 'object' || value === null) return value;
  const inner = Object.values(value);
  return valueAtPath(inner[pick % Math.max(1, inner.length)], rest);
}

function mutated(
  rows: readonly Row[],
  mutation: FieldMutation,
  others: readonly (readonly Row[])[],
): readonly Row[] {
  if (rows.length === 0) return rows;
  const place = mutation.row % rows.length;
  const row = rows[place] ?? {};
  const changed = (
    change: (key: string, value: unknown) => Entries,
    path: readonly number[],
  ): readonly Row[] => {
    const other = changedAt(row, path, change);
    return rows.with(place, isObject(other) ? other : row);
  };
  switch (mutation.kind) {
    case 'drop':
      return changed(() => [], mutation.path);
    case 'list':
      return changed((key, inner) => [[key, [inner, inner]]], mutation.path);
    case 'text':
      return changed(
        (key, inner) => [[key, typeof inner === 'string' ? inner.length : JSON.stringify(inner)]],
        mutation.path,
      );
    case 'set':
      return changed((key) => [[key, mutation.value]], mutation.path);
    case 'nest':
      return changed((key, inner) => [[key, { [key]: inner, more: mutation.value }]], mutation.path);
    case 'double':
      return changed(
        (key, inner) => [
          [key, inner],
          [`${againMark}${key}`, mutation.value],
        ],
        mutation.path,
      );
    case 'rename':
      return changed((_key, inner) => [[mutation.name, inner]], mutation.path);
    case 'swap': {
      const other = valueAtPath(rows[mutation.with % rows.length], mutation.path);
      return changed((key) => [[key, other]], mutation.path);
    }
    case 'remove':
      return rows.toSpliced(place, 1);
    case 'repeat':
      return rows.toSpliced(place, 0, row);
    case 'foreign': {
      const foreign = others[mutation.other % others.length] ?? [];
      const from = foreign[mutation.from % Math.max(1, foreign.length)];
      return from === undefined ? rows : rows.toSpliced(place, 0, from);
    }
  }
}

/** The rows of a dump after changes, one after the other; rows of `others` may be among them. Each still is an object. */
export function mutateRows(
  rows: readonly Row[],
  mutations: readonly FieldMutation[],
  others: readonly (readonly Row[])[],
): readonly Row[] {
  return mutations.reduce((changed, mutation) => mutated(changed, mutation, others), rows);
}
