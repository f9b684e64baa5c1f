import fc from 'fast-check';
import type { NativeRow } from './naive-reference.ts';

const start = Date.parse('2026-10-24T18:00:00Z');
const maybe = (...values: string[]): fc.Arbitrary<string | null> => fc.constantFrom(null, ...values);

/** Few values for each field, so that messages, people and event ids meet each other often. */
const row: fc.Arbitrary<NativeRow> = fc.record({
  event_type: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('sent', 'delivered', 'bounce', 'open', 'click') },
    {
      weight: 2,
      arbitrary: fc.constantFrom('targeted', 'excluded', 'error', 'delay', 'unsubscribe', 'complaint'),
    },
    { weight: 1, arbitrary: fc.constantFrom('opened', 'nothing') },
  ),
  timestamp: fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .integer({ min: 0, max: 4000 })
        .map((minutes) => new Date(start + minutes * 60_000).toISOString()),
    },
    { weight: 1, arbitrary: fc.constantFrom('never', '') },
  ),
  delivery_id: maybe('a', 'b'),
  event_id: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 40 }).map(String)),
  message_id: maybe('m1', 'm2', 'm3', 'm4'),
  recipient: maybe('ada@example.com', 'bob@example.com', 'eve@Mail.yahoo.fr', 'sam@gmail.com', 'm1'),
  bounce_category: maybe('hard', 'soft', 'ignored'),
  reason: maybe('full', 'unknown'),
  code: maybe('550 5.1.1', '452 4.2.2', 'X1'),
  is_machine: fc.constantFrom(null, true, false),
  is_test: fc.constantFrom(null, null, null, true, false),
  variant: maybe('A', 'B'),
});

const line: fc.Arbitrary<NativeRow | string> = fc.oneof(
  { weight: 12, arbitrary: row },
  { weight: 1, arbitrary: fc.constantFrom('{"event_type"', 'x', '7', '[]', '{}') },
);

/** Any mix of events, duplicates, rejects, tests, deliveries and windows. */
export const dumps = fc.record({
  rows: fc.array(line, { minLength: 1, maxLength: 60 }),
  from: fc.option(fc.integer({ min: 0, max: 2000 }).map((minutes) => start + minutes * 60_000)),
  to: fc.option(fc.integer({ min: 2001, max: 4100 }).map((minutes) => start + minutes * 60_000)),
  includeTests: fc.boolean(),
  timezone: fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kolkata', 'America/St_Johns', 'Australia/Lord_Howe'),
});
