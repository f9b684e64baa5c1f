import { expect, test } from 'vitest';
import { HalfAnswer, rowsOf } from '../../../src/engine/clickhouse/answer.ts';

const answer = (types: readonly string[], row: string): string =>
  `{"meta": [${types.map((type, index) => `{"name": "c${index}", "type": "${type}"}`)}], "data": [${row}], "rows": 1}`;

test('gives rows as plain data, integers as numbers', () => {
  const types = [
    'UInt64',
    'Nullable(Int64)',
    'LowCardinality(Nullable(UInt64))',
    'String',
    'Nullable(Nothing)',
    'Float64',
    'Bool',
    'Nullable(UInt8)',
  ];
  expect(rowsOf(answer(types, '["9007199254740991", -5, "7", "12", null, 0.5, true, null]'))).toEqual([
    { c0: 9007199254740991, c1: -5, c2: 7, c3: '12', c4: null, c5: 0.5, c6: true, c7: null },
  ]);
});

test.each([
  '"9007199254740992"',
  '9007199254740992',
  '9007199254740993',
  '18446744073709551615',
  '""',
  '"x"',
  '1.5',
])('refuses the integer %s, which would not be exact', (value) => {
  expect(() => rowsOf(answer(['UInt64'], `[${value}]`))).toThrow('too large to be exact');
});

test('gives fractions as numbers, also where they come as texts', () => {
  const types = ['Float64', 'Nullable(Float32)', 'Decimal(9, 2)', 'Float64', 'Float64', 'Nullable(Float64)'];
  expect(rowsOf(answer(types, '["0.1", 0.25, "1.50", "nan", "-inf", null]'))).toEqual([
    { c0: 0.1, c1: 0.25, c2: 1.5, c3: null, c4: null, c5: null },
  ]);
});

test('takes no answer as whole that tells of a failure within', () => {
  const body = '{"meta": [], "data": [], "rows": 0, "exception": "Code: 395. DB::Exception: x"}';
  expect(() => rowsOf(body)).toThrow(expect.objectContaining({ said: 'Code: 395. DB::Exception: x' }));
});

test('refuses a list', () => {
  expect(() => rowsOf(answer(['Array(UInt8)'], '[[1]]'))).toThrow('no plain value');
});

test.each([
  ['', 'nothing'],
  ['{"meta": [{"name": "a", "type": "UInt8"}], "data": [[1]', 'one that breaks off'],
  ['{"meta": [{"name": "a", "type": "UInt8"}], "data": [[1]], "rows": 2}', 'one that lacks a row'],
  ['{"meta": [], "data": [[1]Code: 395, e.displayText() = DB::Exception: x', 'one with an error at its end'],
])('%s is half an answer: %s', (body) => {
  expect(() => rowsOf(body)).toThrow(HalfAnswer);
});
