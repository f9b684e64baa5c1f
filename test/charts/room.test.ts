import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bar, barChart, barsThatFit } from '../../src/charts/bars.ts';
import { type Course, type CourseKind, courseChart } from '../../src/charts/course.ts';
import { type Drawing, isOn, type Room } from '../../src/charts/drawing.ts';
import { type HeatMap, heatColor, heatMapChart } from '../../src/charts/heat-map.ts';
import type { ColorName } from '../../src/charts/palette.ts';
import { ringChart } from '../../src/charts/ring.ts';
import { standaloneSvg } from '../../src/charts/standalone-svg.ts';
import { openDraw, renderSvg } from '../../src/charts/svg.ts';
import { formatOf } from '../../src/render/view/format-of.ts';
import type { Draw } from '../../src/render/widget-markup.ts';

const en = formatOf('en', 'UTC');
const nothing: ReadonlySet<ColorName> = new Set();
const colors = ['hard', 'soft', 'ignored'] as const;

const barsOf = (counts: readonly number[]): readonly Bar[] =>
  counts.map((count, index) => ({
    label: `Reason number ${index}, told at some length`,
    kind: 'Hard bounce',
    count,
    figure: en.count(count),
    share: '12.3%',
    color: colors[index % 3] ?? 'other',
  }));

const hour = 3_600_000;
const start = Date.parse('2026-03-14T08:00:00Z');

const courseOf = (sent: readonly number[], errors: readonly number[]): Course => ({
  buckets: sent.map((_, index) => ({
    from: start + index * hour,
    to: start + (index + 1) * hour,
    label: en.period(start + index * hour, start + (index + 1) * hour),
  })),
  panels: [
    [{ name: 'sent', label: 'Sent', total: 1, counts: sent }],
    [
      { name: 'bounces', label: 'Bounces', total: 2, counts: errors },
      { name: 'errors', label: 'Errors', total: 3, counts: errors },
    ],
  ],
});

/** The seven days of a week by hour. */
const heatMapOf = (counts: readonly number[]): HeatMap => ({
  legend: { label: 'Opens, Europe/Paris', few: 'Fewer', many: 'More' },
  columns: Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`),
  rows: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((label, day) => ({
    label,
    cells: Array.from({ length: 24 }, (_, hour) => {
      const count = counts[(day * 24 + hour) % counts.length] ?? 0;
      const figures = [{ label: 'Opens', figure: String(count), color: 'opens' as const }];
      return { count, title: `${label}, ${hour}:00`, figures };
    }),
  })),
});

type Mark = Readonly<
  Record<'x' | 'x2' | 'y' | 'y2' | 'left' | 'right' | 'top' | 'bottom', number | undefined>
>;

/** Every place that a drawing puts a mark to lies inside of it. */
function expectInside({ data, width, height }: Drawing): void {
  for (const mark of Object.values(data).flat() as Mark[]) {
    for (const x of [mark.x, mark.x2, mark.left, mark.right]) {
      expect(x ?? 0).toBeGreaterThanOrEqual(-0.01);
      expect(x ?? 0).toBeLessThanOrEqual(width + 0.01);
    }
    for (const y of [mark.y, mark.y2, mark.top, mark.bottom]) {
      expect(y ?? 0).toBeGreaterThanOrEqual(-0.01);
      expect(y ?? 0).toBeLessThanOrEqual(height + 0.01);
    }
  }
}

const room = fc.record({
  width: fc.integer({ min: 200, max: 1200 }),
  height: fc.option(fc.integer({ min: 60, max: 900 }), { nil: null }),
});
const counts = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 60 });

describe('a chart in a room', () => {
  it('has all of its bars inside, and as many as fit fill no more than the height', () => {
    fc.assert(
      fc.property(room, counts, (room, counts) => {
        const bars = barsOf(counts.slice(0, Math.min(25, barsThatFit(room, true))));
        const drawing = barChart(bars, room);
        expectInside(drawing);
        if (room.height !== null && bars.length > 1) expect(drawing.height).toBeLessThanOrEqual(room.height);
        expect(drawing.spots).toHaveLength(bars.length);
      }),
    );
  });

  it('has all of its ring inside, whatever the shape of the room', () => {
    fc.assert(
      fc.property(room, fc.array(fc.nat(1e6), { minLength: 3, maxLength: 3 }), (room, counts) => {
        expectInside(ringChart(barsOf(counts), { figure: '1,234,567', label: 'bounces' }, room, nothing));
      }),
    );
  });

  it('has all of its course inside, and the height that it was given where panels have one', () => {
    fc.assert(
      fc.property(room, counts, fc.constantFrom('line', 'area', 'bar'), (room, counts, kind) => {
        const drawing = courseChart(courseOf(counts, counts), kind, en, room, nothing);
        expectInside(drawing);
        if (room.height !== null && room.height > 250) {
          expect(drawing.height).toBeLessThanOrEqual(room.height);
          expect(drawing.height).toBeGreaterThan(room.height - 4);
        }
      }),
    );
  });

  it('has all of its heat map inside, no higher than the room, and a spot for each cell', () => {
    fc.assert(
      fc.property(room, counts, (room, counts) => {
        const drawing = heatMapChart(heatMapOf(counts), room);
        expectInside(drawing);
        if (room.height !== null && room.height > 100)
          expect(drawing.height).toBeLessThanOrEqual(room.height);
        expect(drawing.spots).toHaveLength(168);
      }),
    );
  });

  it('has more ticks where it is larger', () => {
    const course = courseOf([1, 900, 30, 20, 10], [5, 4, 3, 2, 1]);
    const texts = (width: number, height: number): number =>
      courseChart(course, 'line', en, { width, height }, nothing).data.texts?.length ?? 0;
    expect(texts(1100, 700)).toBeGreaterThan(texts(300, 260));
  });

  it('draws a low and wide ring with its figures beside it', () => {
    const drawing = ringChart(
      barsOf([5, 3, 2]),
      { figure: '10', label: 'x' },
      { width: 600, height: 160 },
      nothing,
    );
    expect(drawing.legend.every(({ x }) => x > 160)).toBe(true);
    expect(drawing.height).toBe(160);
  });

  it('leaves the ring away where only its figures fit', () => {
    const tiny = ringChart(
      barsOf([5, 3, 2]),
      { figure: '10', label: 'x' },
      { width: 220, height: 90 },
      nothing,
    );
    expect(tiny.data.arcs).toEqual([]);
    expect(tiny.legend).toHaveLength(3);
  });
});

describe('a series that is put away', () => {
  const course = courseOf([1, 2, 3], [500, 400, 300]);
  const drawn = courseChart(course, 'line', en, { width: 600, height: null }, new Set(['bounces']));

  it('stays in the legend, to be brought back', () => {
    expect(drawn.legend.map(({ series }) => series)).toEqual(['sent', 'bounces', 'errors']);
  });

  it('has no line and no figure', () => {
    const lines = (drawn.data.lines ?? []) as { color: string }[];
    expect(new Set(lines.map(({ color }) => color))).toEqual(new Set(['var(--sent)', 'var(--errors)']));
    expect(drawn.spots[0]?.figures.map(({ label, figure }) => `${label} ${figure}`)).toEqual([
      'Sent 1',
      'Errors 500',
    ]);
  });

  it('makes room for the others', () => {
    const small = courseOf([1, 1], [1, 1]);
    const [first, [, errors] = []] = small.panels;
    const mixed: Course = {
      ...small,
      panels: [
        first ?? [],
        [{ name: 'bounces', label: 'b', total: 0, counts: [900, 900] }, ...(errors ? [errors] : [])],
      ],
    };
    const topOf = (hidden: ReadonlySet<ColorName>): number => {
      const { lines = [] } = courseChart(mixed, 'line', en, { width: 600, height: null }, hidden).data;
      const points = (lines as { y: number; color: string }[]).filter(
        ({ color }) => color === 'var(--errors)',
      );
      return Math.min(...points.map(({ y }) => y));
    };
    expect(topOf(new Set(['bounces']))).toBeLessThan(topOf(nothing));
  });

  it('gives its part of a ring to the others', () => {
    const { data } = ringChart(
      barsOf([50, 30, 20]),
      { figure: '100', label: 'x' },
      { width: 332, height: null },
      new Set(['hard']),
    );
    const arcs = data.arcs as { start: number; end: number }[];
    expect(arcs).toHaveLength(2);
    expect((arcs[0]?.end ?? 0) / (2 * Math.PI)).toBeCloseTo(0.6, 5);
  });
});

describe('the legend of a course', () => {
  const textsAt = (width: number): readonly { text: string; x: number }[] => {
    const { panels, buckets } = courseOf([1], [1]);
    const large = panels.map((series) => series.map((line) => ({ ...line, total: 4_730_000 })));
    const { data } = courseChart({ panels: large, buckets }, 'line', en, { width, height: null }, nothing);
    return data.texts as { text: string; x: number }[];
  };

  it('has its totals in full where there is room', () => {
    expect(textsAt(600).filter(({ text }) => text === '4,730,000')).toHaveLength(3);
  });

  it('rounds them where there is little, and never cuts a figure', () => {
    for (const width of [172, 234, 266]) {
      const totals = textsAt(width).filter(({ text }) => text === '4.7M');
      expect(totals.length).toBeGreaterThanOrEqual(2);
      for (const { x } of totals) expect(x + 30).toBeLessThanOrEqual(width);
    }
  });
});

describe('the spots of a course', () => {
  it('tell each bucket with its exact figures, side by side', () => {
    const { spots } = courseChart(
      courseOf([1234, 5], [6, 7]),
      'line',
      en,
      { width: 600, height: null },
      nothing,
    );
    expect(spots.map(({ title }) => title)).toEqual([
      '14 Mar 2026, 08:00 – 09:00',
      '14 Mar 2026, 09:00 – 10:00',
    ]);
    expect(spots[0]?.figures.map(({ figure }) => figure)).toEqual(['1,234', '6', '6']);
    expect(spots[1]?.x).toBeCloseTo((spots[0]?.x ?? 0) + (spots[0]?.width ?? 0), 6);
  });
});

describe('a heat map', () => {
  it('is deepest where most is counted, and has no colour where nothing is', () => {
    expect([0, 1, 10, 40, 70, 99, 100].map((count) => heatColor(count, 100))).toEqual([
      null,
      'faint',
      'light',
      'strong',
      'deep',
      'deep',
      'deep',
    ]);
  });

  it('tells the figures of a cell where it is', () => {
    const { spots } = heatMapChart(heatMapOf([1, 2, 3, 4, 5]), { width: 500, height: null });
    const spot = spots.find(({ title }) => title === 'Tue, 3:00');
    expect(spot?.figures).toEqual([{ label: 'Opens', figure: String(((24 + 3) % 5) + 1), color: 'opens' }]);
    expect(spot?.y).toBeGreaterThan(spots[0]?.y ?? 0);
  });

  it('leaves out labels that would touch', () => {
    const hours = (width: number): readonly string[] =>
      (heatMapChart(heatMapOf([1]), { width, height: null }).data.texts as { text: string }[])
        .map(({ text }) => text)
        .filter((text) => text.endsWith(':00'));
    expect(hours(1100)).toHaveLength(24);
    expect(hours(332)).toEqual(['00:00', '04:00', '08:00', '12:00', '16:00', '20:00']);
  });

  it('takes few bytes, for neighbours of one colour are one rectangle', () => {
    const flat = heatMapChart(heatMapOf([3]), { width: 526, height: null }).data.bars as { color: string }[];
    expect(flat.filter((cell) => cell.color === 'var(--deep)')).toHaveLength(7 + 1);
    const drawing = heatMapChart(heatMapOf([5, 0, 17, 3, 200, 40, 1]), { width: 526, height: null });
    expect(renderSvg(drawing).length).toBeLessThan(5500);
  });
});

describe('the spots of a ring', () => {
  const { spots } = ringChart(
    barsOf([75, 25]),
    { figure: '100', label: 'x' },
    { width: 300, height: null },
    nothing,
  );
  const at = (x: number, y: number) => spots.findIndex((spot) => isOn(spot, { x, y }));

  it('are its parts, and the lines of its legend', () => {
    // Three quarters of the ring are to the right, below and to the left of its upper left part.
    expect([at(150 + 70, 78 - 5), at(150, 78 + 70), at(150 - 50, 78 - 50)]).toEqual([0, 0, 1]);
    expect(at(150, spots[1]?.y ?? 0)).toBe(1);
  });

  it('leave its hole and its corners alone', () => {
    expect([at(150, 78), at(2, 2)]).toEqual([-1, -1]);
  });
});

describe('what was drawn before', () => {
  const counts = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 12 });
  const rooms = fc.constantFrom(332, 500, 720).map((width): Room => ({ width, height: null }));
  const kinds = fc.constantFrom<CourseKind>('line', 'area', 'bar');
  const hidden = fc.subarray<ColorName>(['sent', 'bounces', 'errors']).map((names) => new Set(names));
  const drawings: fc.Arbitrary<Drawing> = fc.oneof(
    fc
      .tuple(counts, counts, kinds, rooms, hidden)
      .map(([sent, errors, kind, room, names]) => courseChart(courseOf(sent, errors), kind, en, room, names)),
    fc.tuple(counts, rooms).map(([cells, room]) => heatMapChart(heatMapOf(cells), room)),
    fc.tuple(counts, rooms).map(([bars, room]) => barChart(barsOf(bars), room)),
    fc
      .tuple(counts, rooms)
      .map(([parts, room]) => ringChart(barsOf(parts), { figure: '1', label: 'x' }, room, nothing)),
  );

  it('changes nothing about a chart', () => {
    fc.assert(
      fc.property(fc.array(drawings, { minLength: 2, maxLength: 6 }), (several) => {
        expect(several.map(renderSvg)).toEqual(several.map((drawing) => openDraw()(drawing)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the page draws as the program does', () => {
  // The very script that pages carry, which has only a part of Vega and interprets its expressions.
  runInThisContext(readFileSync(new URL('../../dist/page/charts.js', import.meta.url), 'utf8'));
  const { emailLiveReport } = globalThis as { emailLiveReport?: { charts: { draw: Draw } } };

  const course = courseOf([900, 30, 0, 7], [5, 0, 400, 1]);
  const size = { width: 500, height: 300 };
  it.each([
    ['bars', barChart(barsOf([900, 30, 0]), size)],
    ['ring', ringChart(barsOf([900, 30, 1]), { figure: '931', label: 'x' }, size, nothing)],
    ['lines', courseChart(course, 'line', en, size, nothing)],
    ['areas', courseChart(course, 'area', en, size, nothing)],
    ['bars over time', courseChart(course, 'bar', en, size, nothing)],
    ['heat maps', heatMapChart(heatMapOf([900, 30, 0, 7, 100]), size)],
  ])('%s, to the letter', (_name, drawing) => {
    expect(emailLiveReport?.charts.draw(drawing)).toBe(renderSvg(drawing));
  });
});

describe('a picture of its own', () => {
  it('has its title, its font and its colours with it', () => {
    const drawing = barChart(barsOf([3]), { width: 332, height: null });
    const svg = standaloneSvg(renderSvg(drawing), drawing, 'Reasons <b>', '@font-face{font-family:Inter}');
    expect(svg).toContain('Reasons &lt;b&gt;');
    expect(svg).toContain('@font-face{font-family:Inter}');
    expect(svg).not.toContain('var(');
    expect(svg).toMatch(/^<svg xmlns="[^"]+" width="380" height="\d+/);
  });
});
