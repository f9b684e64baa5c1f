import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveWidget, removeWidget, resizeWidget } from '../../src/layout/arrange.ts';
import { checkLayout } from '../../src/layout/check-layout.ts';
import { completeLayout, defaultLayout } from '../../src/layout/complete-layout.ts';
import type { Catalogue, Layout } from '../../src/layout/layout.ts';

const catalogue: Catalogue = [
  { id: 'summary', views: ['tiles'], size: { columns: 12, rows: 5 } },
  { id: 'course', views: ['line'], size: { columns: 8, rows: 8 } },
  { id: 'ring', views: ['donut'], size: { columns: 4, rows: 8 } },
  { id: 'reasons', views: ['bar'], size: { columns: 6, rows: 6 } },
  { id: 'errors', views: ['bar'], size: { columns: 6, rows: 6 } },
];
const page = defaultLayout(catalogue);

const placeOf = (layout: Layout, id: string): string => {
  const { column, row } = layout.widgets.find((widget) => widget.id === id) ?? {};
  return `${column},${row}`;
};
const order = (layout: Layout): readonly string[] => layout.widgets.map(({ id }) => id);

describe('an arrow key on a widget', () => {
  it('moves it past the one above, which comes down', () => {
    const moved = moveWidget(page, 'course', 'up');
    expect(order(moved)).toEqual(['course', 'summary', 'reasons', 'ring', 'errors']);
    expect(placeOf(moved, 'summary')).toBe('0,8');
  });

  it('moves it past the one below, which comes up', () => {
    const moved = moveWidget(page, 'course', 'down');
    expect(order(moved).indexOf('reasons')).toBeLessThan(order(moved).indexOf('course'));
  });

  it('moves it by a column', () => {
    const narrow = resizeWidget(page, 'ring', 'left');
    expect(placeOf(moveWidget(narrow, 'ring', 'right'), 'ring')).toBe('9,5');
  });

  it('leads nowhere at the edges of the page', () => {
    for (const direction of ['left', 'right', 'up'] as const) {
      expect(moveWidget(page, 'summary', direction)).toEqual(page);
    }
    expect(moveWidget(page, 'errors', 'down')).toEqual(page);
  });

  it('resizes it, and others make room', () => {
    const wide = resizeWidget(page, 'reasons', 'right');
    expect(placeOf(wide, 'errors')).toBe('6,19');
    const high = resizeWidget(page, 'summary', 'down');
    expect(placeOf(high, 'course')).toBe('0,6');
  });
});

describe('removing a widget', () => {
  it('closes the gap and remembers it as removed', () => {
    const without = removeWidget(page, 'summary');
    expect(placeOf(without, 'course')).toBe('0,0');
    expect(without.removed).toEqual(['summary']);
  });
});

describe('whatever is done to a layout', () => {
  const id = fc.constantFrom(...catalogue.map((section) => section.id));
  const direction = fc.constantFrom('left', 'right', 'up', 'down');
  const step = fc.oneof(
    fc.record({ kind: fc.constantFrom('move', 'resize'), id, direction }),
    fc.record({ kind: fc.constant('remove' as const), id }),
  );

  it('it is one that a file may hold: nothing overlaps, nothing is lost, nothing hangs in the air', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let layout = page;
        for (const one of steps) {
          if (one.kind === 'remove') {
            if (layout.widgets.length > 1 && !layout.removed.includes(one.id))
              layout = removeWidget(layout, one.id);
          } else if (one.kind === 'move' && 'direction' in one)
            layout = moveWidget(layout, one.id, one.direction);
          else if ('direction' in one) layout = resizeWidget(layout, one.id, one.direction);
        }
        const whole = completeLayout(layout.widgets, new Set(layout.removed), catalogue);
        expect(checkLayout(JSON.parse(JSON.stringify(whole)), catalogue)).toEqual(whole);
        for (const widget of layout.widgets) {
          const resting = layout.widgets.some(
            (other) =>
              other.row + other.rows === widget.row &&
              other.column < widget.column + widget.columns &&
              widget.column < other.column + other.columns,
          );
          expect(widget.row === 0 || resting).toBe(true);
        }
      }),
    );
  });
});
