import { describe, expect, it } from 'vitest';
import { moveWidget, removeWidget } from '../../src/layout/arrange.ts';
import { checkLayout } from '../../src/layout/check-layout.ts';
import type { Catalogue } from '../../src/layout/layout.ts';
import { inOneColumn, outOfOneColumn } from '../../src/layout/one-column.ts';

const catalogue: Catalogue = [
  { id: 'course', views: ['line'], size: { columns: 8, rows: 8 } },
  { id: 'ring', views: ['donut'], size: { columns: 4, rows: 8 } },
  { id: 'reasons', views: ['bar'], size: { columns: 6, rows: 6 } },
];
/** As no text would flow: the first widget is at the right. */
const before = checkLayout(
  {
    schemaVersion: 1,
    widgets: [
      { id: 'ring', column: 7, row: 0, columns: 5, rows: 8 },
      { id: 'course', column: 0, row: 8, columns: 7, rows: 8 },
    ],
    removed: ['reasons'],
  },
  catalogue,
);

describe('a layout in one column', () => {
  it('has its widgets below each other in their order, as wide as the grid', () => {
    expect(inOneColumn(before).widgets).toMatchObject([
      { id: 'ring', column: 0, row: 0, columns: 12, rows: 8 },
      { id: 'course', column: 0, row: 8, columns: 12, rows: 8 },
    ]);
  });

  it('is what it was in several columns as long as nobody changes it', () => {
    expect(outOfOneColumn(inOneColumn(before), before, catalogue)).toEqual(before);
  });

  it('gives its order, and each widget the width that it had', () => {
    const moved = moveWidget(inOneColumn(before), 'course', 'up');
    expect(outOfOneColumn(moved, before, catalogue).widgets).toMatchObject([
      { id: 'course', column: 0, row: 0, columns: 7 },
      { id: 'ring', column: 7, row: 0, columns: 5 },
    ]);
  });

  it('gives a widget that was brought back the width that it is made with', () => {
    const { widgets, removed } = removeWidget(inOneColumn(before), 'ring');
    const reasons = { id: 'reasons', column: 0, row: 8, columns: 12, rows: 6, view: 'bar' };
    const brought = { schemaVersion: 1, widgets: [...widgets, reasons], removed } as const;
    expect(outOfOneColumn(brought, before, catalogue).widgets).toMatchObject([
      { id: 'course', columns: 7 },
      { id: 'reasons', columns: 6 },
    ]);
  });
});
