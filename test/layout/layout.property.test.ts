import fc from 'fast-check';
import { GridStackEngine } from 'gridstack/dist/gridstack-engine.js';
import { describe, expect, it } from 'vitest';
import { adoptLayout } from '../../src/layout/adopt-layout.ts';
import { checkLayout } from '../../src/layout/check-layout.ts';
import { defaultLayout } from '../../src/layout/complete-layout.ts';
import { compact, flow } from '../../src/layout/flow.ts';
import type { Place, Size } from '../../src/layout/grid.ts';
import type { Catalogue, Layout } from '../../src/layout/layout.ts';
import { layoutText } from '../../src/layout/layout-text.ts';
import { catalogues, sizes, stored } from './catalogues.ts';

const runs = { numRuns: 300, seed: 20_261_122 };

/** Puts the items on squared paper: none off its edges, no square taken twice. */
function expectOnGrid(items: readonly (Place & Size)[]): void {
  const taken = new Set<number>();
  for (const { column, row, columns, rows } of items) {
    expect(Math.min(column, row)).toBeGreaterThanOrEqual(0);
    expect(column + columns).toBeLessThanOrEqual(12);
    for (let y = row; y < row + rows; y++)
      for (let x = column; x < column + columns; x++) taken.add(y * 12 + x);
  }
  expect(taken.size).toBe(items.reduce((area, { columns, rows }) => area + columns * rows, 0));
}

const readingOrder = ({ column, row }: Place): number => row * 12 + column;

function expectLayoutOf(catalogue: Catalogue, layout: Layout): void {
  expectOnGrid(layout.widgets);
  const places = layout.widgets.map(readingOrder);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  const ids = [...layout.widgets.map(({ id }) => id), ...layout.removed];
  expect(ids.sort()).toEqual(catalogue.map(({ id }) => id).sort());
  expect(checkLayout(JSON.parse(layoutText(layout)), catalogue)).toEqual(layout);
}

const layouts = fc.tuple(catalogues, stored).map(([catalogue, value]) => ({
  catalogue,
  layout: adoptLayout(value, catalogue) ?? defaultLayout(catalogue),
}));

describe('flow', () => {
  it('places any sizes on the grid, each after the one before it, with nothing left to move up', () => {
    fc.assert(
      fc.property(sizes, sizes, (first, second) => {
        const before = flow(first);
        const placed = [...before, ...flow(second, before)];
        expect(placed).toEqual(flow([...first, ...second]));
        expectOnGrid(placed);
        const places = placed.map(readingOrder);
        expect(places).toEqual([...new Set(places)].sort((one, other) => one - other));
        const widgets = placed.map((item, index) => ({ id: String(index), view: 'chart', ...item }));
        expect(compact({ schemaVersion: 1, widgets, removed: [] }).widgets).toEqual(widgets);
      }),
      runs,
    );
  });
});

const nodeOf = ({ column, row, columns, rows }: Place & Size) => ({ x: column, y: row, w: columns, h: rows });

describe('compact', () => {
  it('moves any layout up as gridstack does, and once is enough', () => {
    fc.assert(
      fc.property(layouts, ({ catalogue, layout }) => {
        const packed = compact(layout);
        expectLayoutOf(catalogue, packed);
        expect(compact(packed)).toEqual(packed);

        const nodes = layout.widgets.map((widget, _id) => ({ id: widget.id, _id, ...nodeOf(widget) }));
        const engine = new GridStackEngine({ column: 12, nodes });
        engine.batchUpdate().batchUpdate(false);
        const places = engine.nodes.map(({ id, x = -1, y = -1, w = 0, h = 0 }) => ({ id, x, y, w, h }));
        const ours = packed.widgets.map((widget) => ({ id: widget.id, ...nodeOf(widget) }));
        expect(places.sort((one, other) => one.y - other.y || one.x - other.x)).toEqual(ours);
      }),
      runs,
    );
  });
});

describe('adoptLayout', () => {
  it('makes a layout of whatever was stored, and leaves that as it is', () => {
    let adopted = 0;
    fc.assert(
      fc.property(catalogues, stored, (catalogue, value) => {
        const layout = adoptLayout(value, catalogue);
        if (layout === undefined) return;
        adopted += 1;
        expectLayoutOf(catalogue, layout);
        expect(adoptLayout(layout, catalogue)).toEqual(layout);
      }),
      runs,
    );
    expect(adopted).toBeGreaterThan(runs.numRuns / 2);
  });

  it('takes a layout of other sections over, with all that fits', () => {
    fc.assert(
      fc.property(layouts, catalogues, ({ layout }, catalogue) => {
        const adopted = adoptLayout(layout, catalogue);
        if (adopted !== undefined) expectLayoutOf(catalogue, adopted);
        else expect(layout.removed).toEqual(expect.arrayContaining(catalogue.map(({ id }) => id)));
      }),
      runs,
    );
  });
});

describe('defaultLayout', () => {
  it('shows every section of any catalogue in its order', () => {
    fc.assert(
      fc.property(catalogues, (catalogue) => {
        const layout = defaultLayout(catalogue);
        expectLayoutOf(catalogue, layout);
        expect(layout.widgets.map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id));
      }),
      runs,
    );
  });
});

describe('layoutText', () => {
  it('is the same for the same arrangement, in whatever order its widgets are named', () => {
    fc.assert(
      fc.property(
        layouts.chain(({ layout }) =>
          fc.record({
            layout: fc.constant(layout),
            widgets: fc.shuffledSubarray([...layout.widgets], { minLength: layout.widgets.length }),
            removed: fc.shuffledSubarray([...layout.removed], { minLength: layout.removed.length }),
          }),
        ),
        ({ layout, widgets, removed }) => {
          expect(layoutText({ ...layout, widgets, removed })).toBe(layoutText(layout));
        },
      ),
      runs,
    );
  });
});
