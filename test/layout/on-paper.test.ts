import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onPaper } from '../../src/layout/on-paper.ts';

const at = (column: number, row: number, columns: number, rows: number) => ({ column, row, columns, rows });

describe('widgets on paper', () => {
  it('are no higher than a sheet has room for, and leave no row empty', () => {
    const tall = at(0, 0, 6, 50);
    const beside = at(6, 0, 6, 30);
    const below = at(0, 1000, 12, 7);
    expect(onPaper([tall, beside, below], 26)).toEqual([at(0, 0, 6, 26), at(6, 0, 6, 26), at(0, 26, 12, 7)]);
  });

  it('stay where they are as long as something stands on each row', () => {
    const widgets = [at(0, 0, 6, 12), at(6, 0, 6, 8), at(6, 8, 6, 8), at(0, 12, 6, 10)];
    expect(onPaper(widgets, 26)).toEqual(widgets);
  });

  it('keep their order from top to bottom', () => {
    const place = fc.record({
      column: fc.constant(0),
      row: fc.nat(1000),
      columns: fc.constant(3),
      rows: fc.integer({ min: 5, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 2 }), (widgets) => {
        const placed = onPaper(widgets, 26);
        const order = widgets.map(({ row }) => row);
        for (const [index, { row, rows }] of placed.entries()) {
          expect(rows).toBe(Math.min(26, widgets[index]?.rows ?? 0));
          for (const [other, after] of placed.entries())
            expect(Math.sign(after.row - row)).toBe(Math.sign((order[other] ?? 0) - (order[index] ?? 0)));
        }
        expect(Math.min(...placed.map(({ row }) => row))).toBe(0);
      }),
    );
  });
});
