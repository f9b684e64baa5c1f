import { expect, it } from 'vitest';
import { fillRows } from '../../src/layout/fill-rows.ts';

const columnsOf = (...columns: readonly number[]): readonly number[] =>
  fillRows(columns.map((each) => ({ columns: each, rows: 5 }))).map((item) => item.columns);

it('leaves rows that are full as they are', () => {
  expect(columnsOf(12, 8, 4, 4, 8, 4, 4, 4)).toEqual([12, 8, 4, 4, 8, 4, 4, 4]);
});

it('gives an item that has a row to itself all of it', () => {
  expect(columnsOf(8, 12, 4)).toEqual([12, 12, 12]);
});

it('shares what two items leave between them', () => {
  expect(columnsOf(4, 4, 12, 6, 4, 8)).toEqual([6, 6, 12, 6, 6, 12]);
});
