import fc from 'fast-check';
import type { ComputeOptions } from '../../src/report/compute.ts';
import { eachRule } from '../../src/report/machines/rules/index.ts';
import { sampleFormats } from '../../src/sample/format-names.ts';
import { sampleKindOf } from '../../src/sample/formats.ts';
import { everyPayload } from '../hostile/payloads.ts';
import { dumpOf } from '../sample/dump-of.ts';
import { ndjson } from '../support/report-of.ts';
import type { DumpFile } from './equal-reports.ts';
import type { LoadingOptions } from './loading-here.ts';

/** A dump, how it is read, and which reports are made of it. */
export interface GeneratedDump {
  readonly files: readonly DumpFile[];
  readonly reading: LoadingOptions;
  readonly asked: readonly Partial<ComputeOptions>[];
}

const start = Date.parse('2026-10-24T18:00:00Z');
const second = 1000;
const minute = 60 * second;
const maybe = <Value>(value: fc.Arbitrary<Value>, weight = 4): fc.Arbitrary<Value | null> =>
  fc.oneof({ weight, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });

/** What some statement or format could take for something else. */
const texts = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...everyPayload) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...["'", "''", '\\', "\\'", '\\\\', '\\b\\0\\n', '\n', '\r\n', '\t', '\0', 'a\0b', '\b\f\v', '\u2028'],
      ...[
        '{name:String}',
        '{delivery_0:String}',
        '$x',
        '%',
        '_',
        '\\N',
        'NULL',
        'null',
        'ᴺᵁᴸᴸ',
        '-- x',
        '/* x',
      ],
      ...[
        '😀',
        '👩‍👩‍👧',
        'ﬃ',
        'İ',
        'ſ',
        'K',
        'é',
        'e\u0301',
        '…',
        '… …',
        ' a ',
        '\u00a0a\u00a0',
        '¬',
        '\ufeff',
      ],
      ...['\ue000', '\ue001', 'x\ue000y', '\uffff', '\ufffd', '💥 550 5.1.1 ', '\u0301'],
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);

/** What servers say, with parts that are masked. */
const replies = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...[
        'full',
        '550 5.1.1 unknown user',
        '552-5.2.2 The account\n552 5.2.2 is over quota',
        '421 try later ',
      ],
      '550 5.7.1 [203.0.113.9] blocked using zen.spamhaus.org; see https://www.spamhaus.org/query/ip/203.0.113.9',
      '550 5.7.1 [198.51.100.77] blocked using zen.spamhaus.org; see https://www.spamhaus.org/query/ip/198.51.100.77',
      '451 4.7.1 Greylisted, try at 2026-10-24 18:01:02 +0000 (id 1Q2w3E-4r5T6y-7U)',
      '451 4.7.1 Greylisted, try at 2026-10-25 19:11:00 +0000 (id 9Q8w7E-6r5T4y-3U)',
      '550 #5.7.1 Message rejected: DMARC policy of exämple.example <ada@mail.example>',
      '554 mx.exämple.example reputation of your host mta-7.sender.example is poor',
      ' profile.person.name is missing ',
    ),
  },
  { weight: 1, arbitrary: texts },
);

const recipients = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ...['ada@example.com', 'bob@example.com', 'eve@Mail.yahoo.fr', 'sam@gmail.com', 'zoe@GMAIL.com', 'm1'],
      ...['jörg@münchen.example', 'li@例え.テスト', 'yu@xn--r8jz45g.example', 'kai@straße.example'],
      ...['user-4711', 'Ada <ada@example.com>', 'ann@hotmail.co.uk', 'x@a.b', '"a@b"@c.example', 'nobody@'],
    ),
  },
  { weight: 2, arbitrary: fc.nat({ max: 40 }).map((number) => `r${number}@d${number % 7}.example`) },
  { weight: 1, arbitrary: texts },
  { weight: 1, arbitrary: texts.map((text) => `hostile@${text}`) },
);

const times = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 4000 }).map((minutes) => start + minutes * minute) },
  // Close to each other, as a machine's are.
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 40_000 }).map((ms) => start + ms) },
  // Around the change of clocks.
  {
    weight: 4,
    arbitrary: fc.integer({ min: -90, max: 90 }).map((m) => Date.parse('2026-10-25T01:00:00Z') + m * minute),
  },
);

const stamps = fc.oneof(
  { weight: 30, arbitrary: times.map((time) => new Date(time).toISOString()) },
  { weight: 3, arbitrary: times },
  { weight: 1, arbitrary: times.map((time) => time / 1000) },
  { weight: 1, arbitrary: fc.constantFrom('never', '', 'infinity', '1969-12-31T23:59:59Z') },
);

const strayStamps = fc.constantFrom(
  ...['1970-01-01T00:00:00Z', '1970-01-01T00:00:05.500Z', '1970-01-02', '9999-12-31T23:59:59.999Z'],
  ...[
    '9999-12-30T00:00:00Z',
    '2038-01-19T03:14:08Z',
    '2106-02-07T06:28:16Z',
    '1999-12-31T23:59:59.001Z',
    1,
    0,
  ],
);

const agents = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...[
        'Mozilla/5.0',
        'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
      ],
      ...[
        'YahooMailProxy; https://help.yahoo.com',
        'BARRACUDA',
        'my-bot/1',
        'Cubot X18',
        'a\nscanner',
        'curl/8.1',
      ],
      ...[
        'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
        'user-4711',
      ],
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36',
    ),
  },
  { weight: 1, arbitrary: texts },
);

const urls = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.nat({ max: 4 }),
        fc.constantFrom('', '?u=1', '?u=2#x', '#x', '/ada@example.com', '/%40x', '?to=bob%2540example.com'),
      )
      .map(([page, rest]) => `https://shop.example/${page}${rest}`),
  },
  { weight: 1, arbitrary: texts },
);

const deliveries = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'ada@example.com', 'bob@example.com', 'user-4711') },
  { weight: 1, arbitrary: texts },
);

const eventType = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('sent', 'delivered', 'bounce', 'open', 'click', 'open', 'click') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('targeted', 'excluded', 'error', 'delay', 'unsubscribe', 'complaint'),
  },
  { weight: 1, arbitrary: fc.constantFrom('opened', 'nothing', 'SENT ', '') },
);

/** A row of whatever event. @param seldom the chance that times are stray and texts are anything is up to the values themselves */
const rowWith = (timestamp: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.record({
    event_type: eventType,
    timestamp,
    delivery_id: maybe(deliveries),
    delivery_label: maybe(fc.oneof(fc.constantFrom('Sale', 'Winter', 'for bob@example.com'), texts), 1),
    event_id: maybe(fc.integer({ min: 1, max: 60 }).map(String), 1),
    message_id: maybe(fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5', 'm6'), 5),
    recipient: maybe(recipients, 6),
    bounce_category: maybe(fc.constantFrom('hard', 'soft', 'ignored'), 2),
    reason: maybe(replies),
    code: maybe(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom('550 5.1.1', '452 4.2.2', 'X1') },
        { weight: 1, arbitrary: texts },
      ),
      1,
    ),
    url: maybe(urls),
    link_label: maybe(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom('shop', 'Shop', 'more') },
        { weight: 1, arbitrary: texts },
      ),
      1,
    ),
    user_agent: maybe(agents),
    is_machine: fc.constantFrom(null, true, false, null),
    is_test: fc.constantFrom(null, null, null, null, true, false),
    variant: maybe(
      fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom('A', 'B', 'user-4711', 'x@y') },
        { weight: 1, arbitrary: texts },
      ),
      3,
    ),
  });

const lines = (timestamp: fc.Arbitrary<unknown>): fc.Arbitrary<object | string> =>
  fc.oneof(
    { weight: 20, arbitrary: rowWith(timestamp) },
    { weight: 1, arbitrary: fc.constantFrom('{"event_type"', 'x', '7', '[]', '{}') },
  );

const nativeFile: fc.Arbitrary<DumpFile> = fc
  .oneof(
    { weight: 4, arbitrary: fc.constant(stamps) },
    { weight: 1, arbitrary: fc.constant(fc.oneof(stamps, strayStamps)) },
  )
  .chain((timestamp) => fc.array(lines(timestamp), { minLength: 1, maxLength: 200, size: 'max' }))
  // The first row says what the file is.
  .map((rows) => ({
    name: 'native.ndjson',
    content: ndjson([{ event_type: 'delay', timestamp: start + minute }, ...rows]),
  }));

/** A few rows of a dump as a sender writes it, some of them twice. */
const senderFile: fc.Arbitrary<DumpFile> = fc
  .record({
    format: fc.constantFrom(...sampleFormats),
    seed: fc.nat({ max: 1000 }),
    from: fc.nat({ max: 100 }),
    count: fc.integer({ min: 5, max: 80 }),
    again: fc.nat({ max: 10 }),
  })
  .map(({ format, seed, from, count, again }) => {
    const all = dumpOf(format, 60, seed).trimEnd().split('\n');
    const { header } = sampleKindOf(format);
    const rows = header === undefined ? all : all.slice(1);
    const some = [...rows.slice(0, 1), ...rows.slice(from, from + count)];
    const text = [...(header === undefined ? [] : [all[0]]), ...some, ...some.slice(0, again)];
    return { name: `${format}.${header === undefined ? 'ndjson' : 'csv'}`, content: `${text.join('\n')}\n` };
  });

/** Files whose names tell them apart. */
const files: fc.Arbitrary<readonly DumpFile[]> = fc
  .oneof(
    { weight: 5, arbitrary: nativeFile.map((file) => [file]) },
    { weight: 3, arbitrary: fc.array(fc.oneof(nativeFile, senderFile), { minLength: 1, maxLength: 4 }) },
  )
  .map((some) => some.map((file, index) => ({ ...file, name: `${index}-${file.name}` })));

const limits = fc.record({
  seconds: fc.constantFrom(1, 10, 3600, 4_000_000),
  links: fc.constantFrom(1, 2, 3, null),
});

const machineRules = fc
  .tuple(fc.array(fc.option(limits), { minLength: 5, maxLength: 5 }), fc.boolean())
  .map(([chosen, isUnlimited]) => {
    const next = chosen.values();
    return eachRule(({ limits: usual, mayBeUnlimited }) => {
      const own = next.next().value ?? null;
      if (own === null) return null;
      return {
        seconds: usual.seconds === null || (isUnlimited && mayBeUnlimited === true) ? null : own.seconds,
        links: usual.links === null ? null : own.links,
      };
    });
  });

const window: fc.Arbitrary<ComputeOptions['window']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'all' } as const) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('between' as const),
      from: fc.option(times),
      to: fc.option(times),
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(1, minute, 3 * 60 * minute, 1e14)
      .map((milliseconds) => ({ kind: 'last' as const, milliseconds })),
  },
);

const asked = (redactDomains: boolean): fc.Arbitrary<Partial<ComputeOptions>> =>
  fc.record(
    {
      window,
      timezone: fc.constantFrom(
        ...[
          'UTC',
          'Europe/Paris',
          'Asia/Kolkata',
          'America/St_Johns',
          'Australia/Lord_Howe',
          'Asia/Kathmandu',
        ],
        ...['Pacific/Apia', 'Africa/Monrovia', 'America/New_York', 'Pacific/Kiritimati'],
      ),
      includeTests: fc.boolean(),
      reasons: fc.constantFrom('masked', 'raw'),
      redactDomains: fc.constant(redactDomains),
      machineRules,
    },
    { requiredKeys: ['redactDomains', 'timezone'] },
  );

/** Any mix of events of any formats, copies, rejects, tests, deliveries and windows. */
export const generatedDumps: fc.Arbitrary<GeneratedDump> = fc
  .record({ keepQuery: fc.boolean(), redactDomains: fc.boolean() })
  .chain((reading) =>
    fc.record({
      files,
      reading: fc.constant(reading),
      asked: fc.array(asked(reading.redactDomains), { minLength: 1, maxLength: 2 }),
    }),
  );
