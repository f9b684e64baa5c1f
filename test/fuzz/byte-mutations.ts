import fc from 'fast-check';

/** Bytes that readers of JSON, of tables and of text look at twice. */
const pieces: readonly Uint8Array[] = [
  ...['"', "'", '\\', '{', '}', '[', ']', ',', ':', ';', '\t', '|', '&', '=', '%', '+', ' ', '#'],
  ...['\n', '\r', '\r\n', '\n\n', '\0', '\uFEFF', '\u2028', '\u0085', '\u00A0', '\x1A', '\x1B[2J', '\x7F'],
  ...[
    '""',
    '"""',
    '[]',
    '{}',
    '[{',
    '}]',
    '},{',
    '],[',
    '"\n"',
    ',,,,',
    '\\u0000',
    '\\ud800',
    '\\',
    '%00',
    '%',
    '%FF',
  ],
  ...['null', 'true', 'NaN', '-', '1e999', '-1e400', '9223372036854775808', '123456789012345678901234567890'],
  ...[
    '{"a":',
    '"a":1,',
    '[[[[[[[[',
    'event_type,timestamp\n',
    '{"event_type":"sent","timestamp":1}\n',
    '\u202E',
    '👩‍👩‍👧',
  ],
].map((text) => Buffer.from(text));

/** What is no UTF-8: a lone continuation, overlong forms, surrogates, a cut character, bytes that never are, magic numbers. */
const broken: readonly Uint8Array[] = [
  ...[
    [0x80],
    [0xc0, 0x80],
    [0xe0, 0x80, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf0, 0x9f],
    [0xf5],
    [0xff],
    [0xfe, 0xff],
    [0xff, 0xfe],
  ],
  ...[
    [0x1f, 0x8b],
    [0x28, 0xb5, 0x2f, 0xfd],
    [0x50, 0x41, 0x52, 0x31],
    [0x50, 0x2a, 0x4d, 0x18],
    [0xff, 0xff, 0xff, 0xff],
  ],
].map((bytes) => Uint8Array.from(bytes));

const place = fc.nat(0xf_ffff);
const length = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 8 }) },
  { weight: 1, arbitrary: fc.nat(400) },
);
const piece = fc.oneof(
  fc.constantFrom(...pieces),
  fc.constantFrom(...broken),
  fc.uint8Array({ minLength: 1, maxLength: 4 }),
);

/** A change to a file's bytes. Places are taken modulo what the file has. */
export type ByteMutation =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | {
      readonly kind: 'insert' | 'write';
      readonly at: number;
      readonly piece: Uint8Array;
      readonly times: number;
    }
  | { readonly kind: 'delete' | 'double' | 'truncate'; readonly at: number; readonly length: number }
  | { readonly kind: 'move'; readonly at: number; readonly length: number; readonly to: number }
  | {
      readonly kind: 'splice';
      readonly at: number;
      readonly other: number;
      readonly from: number;
      readonly length: number;
    };

const oneMutation: fc.Arbitrary<ByteMutation> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat(7) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('insert' as const, 'write' as const),
      at: place,
      piece,
      times: fc.oneof(
        { weight: 20, arbitrary: fc.constant(1) },
        { weight: 1, arbitrary: fc.constantFrom(2, 40, 3000) },
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'double' as const), at: place, length }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncate' as const), at: place, length }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), at: place, length, to: place }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('splice' as const),
      at: place,
      other: fc.nat(999),
      from: place,
      length: fc.nat(2000),
    }),
  },
);

export const byteMutations: fc.Arbitrary<readonly ByteMutation[]> = fc.array(oneMutation, {
  minLength: 1,
  maxLength: 5,
});

const replaced = (bytes: Buffer, start: number, end: number, ...between: readonly Uint8Array[]): Buffer =>
  Buffer.concat([bytes.subarray(0, start), ...between, bytes.subarray(end)]);

function mutated(bytes: Buffer, mutation: ByteMutation, others: readonly Uint8Array[]): Buffer {
  const at = mutation.at % (bytes.length + 1);
  switch (mutation.kind) {
    case 'flip':
      return replaced(
        bytes,
        at,
        at + 1,
        bytes.subarray(at, at + 1).map((byte) => byte ^ (1 << mutation.bit)),
      );
    case 'insert':
    case 'write': {
      const pieces = Buffer.concat(Array.from({ length: mutation.times }, () => mutation.piece));
      return replaced(bytes, at, mutation.kind === 'insert' ? at : at + pieces.length, pieces);
    }
    case 'delete':
      return replaced(bytes, at, at + mutation.length);
    case 'double':
      return replaced(bytes, at, at, bytes.subarray(at, at + mutation.length));
    case 'truncate':
      return bytes.subarray(0, at);
    case 'move': {
      const moved = bytes.subarray(at, at + mutation.length);
      const rest = replaced(bytes, at, at + mutation.length);
      const to = mutation.to % (rest.length + 1);
      return replaced(rest, to, to, moved);
    }
    case 'splice': {
      const other = others[mutation.other % others.length] ?? new Uint8Array();
      const from = mutation.from % (other.length + 1);
      return replaced(bytes, at, at, other.subarray(from, from + mutation.length));
    }
  }
}

/** The bytes of a file after changes, one after the other; pieces of `others` may be in it. */
export function mutateBytes(
  bytes: Uint8Array,
  mutations: readonly ByteMutation[],
  others: readonly Uint8Array[],
): Uint8Array {
  return mutations.reduce<Buffer>((file, mutation) => mutated(file, mutation, others), Buffer.from(bytes));
}
