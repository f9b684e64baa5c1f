import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clickhouseName,
  clickhouseTable,
  clickhouseText,
  withLiterals,
} from '../../../src/engine/clickhouse/sql-text.ts';

/** Reads a quoted token as ClickHouse's lexer does: up to the first quote that nothing escapes. Gives what is left, too. */
function read(sql: string): readonly [value: string, rest: string] {
  const meant: Readonly<Record<string, string>> = { '0': '\0', b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' };
  const quote = sql[0];
  let value = '';
  for (let index = 1; index < sql.length; index++) {
    const character = sql[index] ?? '';
    if (character === quote) return [value, sql.slice(index + 1)];
    if (character === '\\') {
      index++;
      const escaped = sql[index] ?? '';
      value += meant[escaped] ?? escaped;
    } else value += character;
  }
  throw new Error(`not closed: ${sql}`);
}

/** Texts made of what means something to a lexer, and of anything. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '\\',
        "'",
        '`',
        '"',
        '\0',
        '\n',
        '\b',
        'b',
        '0',
        'x41',
        '--',
        '/*',
        '*/',
        '{x:String}',
        '{',
        'é',
      ),
    )
    .map((parts) => parts.join('')),
);

test('a text stays itself within its quotes, whatever is in it', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(read(`${clickhouseText(text)} rest`)).toEqual([text, ' rest']);
      expect(read(`${clickhouseName(text)} rest`)).toEqual([text, ' rest']);
    }),
    { numRuns: 2000 },
  );
});

test('no quoted text has a control character that a lexer may stop at', () => {
  expect(clickhouseText("a'b\\c\0\n\r\t\b\f`")).toBe("'a\\'b\\\\c\\0\\n\\r\\t\\b\\f`'");
  expect(clickhouseName('a`b\\c\0\n')).toBe('`a\\`b\\\\c\\0\\n`');
  expect(clickhouseTable({ database: 'a.b', table: 'c`' })).toBe('`a.b`.`c\\``');
});

test('parameters are put in as literals, and their values are none in turn', () => {
  fc.assert(
    fc.property(hostile, hostile, (x, y) => {
      const sql = withLiterals('{x:String},{y:String},{x:String}', { x, y });
      expect(sql).toBe([x, y, x].map(clickhouseText).join());
    }),
    { numRuns: 1000 },
  );
});

test.each([
  "'{x:String}'",
  "'a\\'{x:String}'",
  "'a''{x:String}'",
  '`{x:String}`',
  '"{x:String}"',
  '-- {x:String}\n',
  '/* {x:String} */',
  '{x:UInt64}',
])('%s is no parameter', (sql) => {
  expect(withLiterals(`${sql} {x:String}`, { x: '1' })).toBe(`${sql} '1'`);
});

test('a parameter without a value is a fault', () => {
  expect(() => withLiterals('{x:String}', {})).toThrow('no value for its parameter x');
  expect(() => withLiterals('{constructor:String}', {})).toThrow('no value');
});
