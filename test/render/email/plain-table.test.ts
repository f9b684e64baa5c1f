import { describe, expect, it } from 'vitest';
import { plainTable } from '../../../src/render/email/plain-table.ts';
import type { EmailTable } from '../../../src/render/email/table.ts';

const tableOf = (
  numberHeaders: readonly string[],
  rows: readonly (readonly [
    label: string,
    notes: readonly string[],
    numbers: readonly string[],
    remark?: string,
  ])[],
): EmailTable => ({
  caption: 'Bounces',
  header: 'Reason',
  numberHeaders,
  rows: rows.map(([label, notes, numbers, remark = '']) => ({
    label: { text: label, color: null },
    notes: notes.map((text) => ({ text, color: null })),
    remark,
    numbers,
    bar: null,
  })),
  more: null,
});

describe('a table as plain text', () => {
  it('has short labels first and its numbers aligned', () => {
    const table = tableOf(
      ['Count', 'Share'],
      [
        ['Hard bounce', [], ['1,833', '58.4%']],
        ['邮箱', [], ['4', '8.1%']],
      ],
    );
    expect(plainTable(table)).toEqual([
      'Reason       Count  Share',
      'Hard bounce  1,833  58.4%',
      '邮箱             4   8.1%',
    ]);
  });

  it('has long labels behind their numbers, wrapped below themselves', () => {
    const table = tableOf(
      ['Count'],
      [
        [
          'The mailbox of the recipient is full, and so is the one that mail is sent on to',
          ['4.2.2', 'Soft'],
          ['7'],
        ],
      ],
    );
    expect(plainTable(table)).toEqual([
      'Count  Reason',
      '    7  The mailbox of the recipient is full, and so is the one that mail is',
      '       sent on to',
      '       4.2.2 · Soft',
    ]);
  });

  it('goes on below where a line has no room for all of its numbers', () => {
    const wide = '123,456,789,012,345,678,901';
    const lines = plainTable(tableOf(['A', 'B', 'C'], [['x', [], [wide, wide, wide]]]));
    expect([lines[1], lines[2], lines[4]]).toEqual([`x       ${wide}  ${wide}`, '', `x       ${wide}`]);
    expect(lines.every((line) => line.length <= 78)).toBe(true);
  });

  it('has what is said of a row below it', () => {
    const table = tableOf(['Count'], [['550 5.1.1', ['Hard bounce'], ['12'], 'The mailbox does not exist.']]);
    expect(plainTable(table)).toEqual([
      'Count  Reason',
      '   12  550 5.1.1',
      '       Hard bounce',
      '       The mailbox does not exist.',
    ]);
  });

  it('says how many rows it had no room for', () => {
    expect(plainTable({ ...tableOf(['A'], [['x', [], ['1']]]), more: '5 more rows' }).at(-1)).toBe(
      '5 more rows',
    );
  });
});
