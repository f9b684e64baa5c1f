import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { readInSlices, readWhole } from './slices-read.ts';

const numRuns = Number(process.env.SLICE_RUNS ?? 8);

const time = '2026-11-22T08:00:00Z';
const row = { event_type: 'error', timestamp: time, recipient: 'ada@example.com' };

const jsonLine = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.string({ unit: 'grapheme' }).map((reason) => JSON.stringify({ ...row, reason })),
  },
  { weight: 2, arbitrary: fc.constantFrom('{"event_type":', '{"a":[', '[', '{"event_type":"se', '{"a":1,') },
  fc.constantFrom(
    '',
    '  ',
    '\r',
    '[1]',
    '7',
    JSON.stringify([row, row]),
    '{"event_type":"opened"}',
    `${JSON.stringify(row)}\r${JSON.stringify(row)}`,
    '{"event_type":"sent","timestamp":"\xff\xfe"}',
    '\uFEFF{}',
  ),
);

const cell = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    ' ',
    ' "x"',
    '"a\nb"',
    '"a\r\n\r\nb"',
    '"a,""b"""',
    '"\n"',
    'a"b',
    'é\u{1F600}',
    '\xe9',
  ),
  fc.string({ unit: fc.constantFrom('a', 'ü', ' ', '\u00A0'), maxLength: 5 }),
);
const tableLine = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('sent', 'error', 'x', ''), cell, cell)
      .map(([type, ...cells]) => [type, time, ...cells].join(',')),
  },
  fc.constantFrom('', ' ', 'sent', `sent,${time},a,b,c,d`, `sent,${time},a\rb,c,${time},`, '\r', '\uFEFF'),
);

const form = `event_type=sent&timestamp=${encodeURIComponent(time)}`;
const formLine = fc.constantFrom(
  form,
  form,
  `${form}&reason=%C3%A9`,
  '',
  '  ',
  'event_type=x',
  `${form}\xff`,
  `${form}\r${form}`,
  '\uFEFFa=b',
  `${form}&rea`,
  `${form}%4`,
);

const lineEnd = fc.constantFrom('\n', '\n', '\r\n');

/** A text of lines behind a first one, whole or not at its end; bytes of characters up to \xff that stand for themselves. */
const textOf = (first: string, line: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc
    .record({
      mark: fc.boolean(),
      lines: fc.array(fc.tuple(line, lineEnd), { minLength: 1, maxLength: 12 }),
      cut: fc.oneof(fc.constant(0), fc.nat(20)),
    })
    .map(({ mark, lines, cut }) => {
      const text = `${mark ? '\uFEFF' : ''}${first}\n${lines.flat().join('')}`;
      const bytes = Buffer.concat(
        Array.from(text, (character) =>
          Buffer.from(character, /[\xe9\xff\xfe]/.test(character) ? 'latin1' : 'utf8'),
        ),
      );
      return bytes.subarray(0, bytes.length - Math.min(cut, bytes.length - first.length - 4));
    });

const sizes = fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 4 });

describe('a file that is read slice by slice gives the rows, rejects and unfinished row of the whole', () => {
  it.each([
    ['dump.ndjson', `${JSON.stringify(row)}\n${JSON.stringify(row)}\n${JSON.stringify(row)}`, jsonLine],
    ['dump.csv', 'event_type,timestamp,reason,code', tableLine],
    ['hooks.txt', form, formLine],
  ])('%s', { timeout: 600_000 }, async (name, first, line) => {
    const folder = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(textOf(first, line), sizes, async (content, mosts) => {
        const file = join(folder, name);
        writeFileSync(file, content);
        const whole = await readWhole(file).catch((error: Error) => error.message);
        const inSlices = await readInSlices(file, mosts).catch((error: Error) => error.message);
        rmSync(file);
        // What is wrong with a whole file is only seen of a slice where it is in there.
        if (typeof whole === 'string') expect(inSlices).toBeTypeOf('string');
        else expect(inSlices).toEqual(whole);
      }),
      { numRuns, seed: 20_261_126 },
    );
  });
});
