import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDotMarks } from '../../src/mail/dot-marks.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const newPath = (): string => join(temporaryFolder(), 'ledger.duckdb.dots');

it('has the entries that an earlier process marked, and no others', () => {
  const path = newPath();
  const marks = openDotMarks(path);
  expect(marks.has(12)).toBe(false);
  marks.add(12);
  marks.add(7);
  marks.close();
  const later = openDotMarks(path);
  expect([0, 1, 2, 7, 12, 127].filter(later.has)).toEqual([7, 12]);
  later.close();
});

it('is emptied where all of them were settled', () => {
  const path = newPath();
  const marks = openDotMarks(path);
  marks.add(12);
  marks.clear();
  expect(readFileSync(path, 'utf8')).toBe('');
  marks.add(13);
  expect(readFileSync(path, 'utf8')).toBe('13\n');
  marks.close();
  expect(() => marks.add(14)).toThrow('EBADF');
});

it('is taken away where nothing is open any more, if it is still there', () => {
  const path = newPath();
  openDotMarks(path).remove();
  expect(existsSync(path)).toBe(false);
  const marks = openDotMarks(path);
  rmSync(path);
  marks.remove();
  expect(() => marks.add(1)).toThrow('EBADF');
});
