import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barChart } from '../../src/charts/bars.ts';
import { countTicks } from '../../src/charts/count-ticks.ts';
import { elapsedAxis } from '../../src/charts/elapsed-ticks.ts';
import { palette, withLightColors } from '../../src/charts/palette.ts';
import { ringChart } from '../../src/charts/ring.ts';
import { renderSvg } from '../../src/charts/svg.ts';
import { fitText, textWidth } from '../../src/charts/text-width.ts';
import { timeTicks } from '../../src/charts/time-ticks.ts';
import { formatOf } from '../../src/render/view/format-of.ts';
import { zoneOf } from '../../src/time-zone.ts';

const bar = (label: string, count: number) =>
  ({ label, kind: '', count, figure: String(count), share: '1%', color: 'hard' }) as const;

const natural = (width: number) => ({ width, height: null });

describe('count axis', () => {
  it('begins at zero, holds the largest count and has few whole ticks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (largest) => {
        const ticks = countTicks(largest);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(1, largest));
        expect(ticks.length).toBeLessThanOrEqual(4);
        expect(ticks.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});

describe('time axis', () => {
  it('has ticks at round local hours across a clock change', () => {
    const zone = zoneOf('Europe/Paris');
    const ticks = timeTicks(Date.parse('2026-03-28T05:00:00Z'), Date.parse('2026-03-30T17:00:00Z'), 11, zone);
    expect(ticks.map(({ at }) => new Date(at + zone.offsetAt(at)).getUTCHours() % 6)).toEqual(
      ticks.map(() => 0),
    );
    expect(ticks.filter(({ midnight }) => midnight)).toHaveLength(2);
  });

  it('never has more ticks than fit, nor ticks outside', () => {
    const zone = zoneOf('Asia/Kolkata');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2e12 }),
        fc.integer({ min: 60_000, max: 3e10 }),
        (from, length) => {
          const ticks = timeTicks(from, from + length, 10, zone);
          expect(ticks.length).toBeLessThanOrEqual(11);
          expect(ticks.every(({ at }) => at >= from && at <= from + length)).toBe(true);
        },
      ),
    );
  });
});

describe('axis of elapsed time', () => {
  const format = formatOf('en', 'UTC');
  const labelsTo = (hours: number, most: number): readonly string[] =>
    elapsedAxis(0, hours * 3_600_000, most, (at) => at, format).map(({ lines }) => lines.join());

  it('begins at the send and goes on in round steps', () => {
    expect(labelsTo(0.25, 8)).toEqual([
      '0',
      '2 min',
      '4 min',
      '6 min',
      '8 min',
      '10 min',
      '12 min',
      '14 min',
    ]);
    expect(labelsTo(24, 10)).toEqual(['0', '3 h', '6 h', '9 h', '12 h', '15 h', '18 h', '21 h', '1 d']);
    expect(labelsTo(48, 4)).toEqual(['0', '12 h', '1 d', '1 d 12 h', '2 d']);
  });

  it('never has more labels than fit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), fc.integer({ min: 2, max: 20 }), (hours, most) => {
        expect(labelsTo(hours, most).length).toBeLessThanOrEqual(most + 1);
      }),
    );
  });
});

describe('text width', () => {
  it('is that of Inter', () => {
    expect(textWidth('0', 1000)).toBe(631);
    expect(textWidth('Mailbox full', 12)).toBeCloseTo(65.2, 1);
    expect(textWidth('Mailbox full', 12, 600)).toBeGreaterThan(textWidth('Mailbox full', 12));
  });

  it('cuts a text to its room with an ellipsis', () => {
    const cut = fitText('Message too large for the mailbox', 100, 12);
    expect(cut).toMatch(/^Message.*[^ ]…$/);
    expect(textWidth(cut, 12)).toBeLessThanOrEqual(100);
  });
});

describe('SVG', () => {
  it('names its colours and carries no style, class or running id', () => {
    const svg = renderSvg(barChart([bar('a < b', 3), bar('c', 1)], natural(332)));
    expect(svg).toContain('fill="var(--hard)"');
    expect(svg).toContain('a &lt; b');
    expect(svg).not.toMatch(/ (?:style|class|id|aria-\w+)=/);
  });

  it('stands alone with light colours', () => {
    const svg = withLightColors(renderSvg(barChart([bar('a', 3)], natural(332))));
    expect(svg).toContain(palette.hard.light);
    expect(svg).not.toContain('var(');
  });

  it('stands alone with its texts as they are', () => {
    const text = 'var(--sent) fill="var(--sent)"';
    expect(withLightColors(renderSvg(barChart([bar(text, 3)], natural(932))))).toContain('var(--sent) fill=');
  });

  it('keeps figures as they are written', () => {
    expect(renderSvg(barChart([{ ...bar('a', 3), share: '0.42%' }], natural(332)))).toContain('>0.42%<');
  });

  it('draws bars in proportion from zero', () => {
    const svg = renderSvg(barChart([bar('a', 400), bar('b', 100)], natural(400)));
    const widths = [...svg.matchAll(/<path d="(M[^"]*)" fill="var\(--hard\)"/g)].map(([, path = '']) =>
      Math.max(...[...path.matchAll(/[\d.]+/g)].map(Number)),
    );
    expect(widths).toEqual([400, 100]);
  });

  it('draws a ring even where one part is nearly all', () => {
    const parts = [bar('a', 4_999_999), { ...bar('b', 1), color: 'soft' as const }];
    const svg = renderSvg(ringChart(parts, { figure: '5,000,000', label: 'x' }, natural(332), new Set()));
    const arcs = [...svg.matchAll(/ d="(M[^"]*A[^"]*)"/g)].map(([, path]) => path);
    expect(new Set(arcs).size).toBeGreaterThanOrEqual(2);
  });
});

describe('palette', () => {
  const luminance = (hex: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
      const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (first: string, second: string): number => {
    const [dark = 0, light = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  it.each(['light', 'dark'] as const)(
    'keeps marks 3:1 and texts 4.5:1 from the card in the %s theme',
    (theme) => {
      // The paler steps of the ramp are told apart from each other, below.
      const { canvas, card, line, ink, muted, accent, faint, light, medium, ...marks } = palette;
      for (const [name, shade] of Object.entries(marks)) {
        expect(contrast(shade[theme], card[theme]), name).toBeGreaterThanOrEqual(3);
      }
      for (const shade of [ink, muted, accent]) {
        expect(contrast(shade[theme], card[theme])).toBeGreaterThanOrEqual(4.5);
        expect(contrast(shade[theme], canvas[theme])).toBeGreaterThanOrEqual(4.5);
      }
      expect(line[theme]).toBeDefined();
    },
  );

  it.each(['light', 'dark'] as const)(
    'has a ramp whose steps are told apart by lightness in the %s theme',
    (theme) => {
      const { canvas, faint, light, medium, strong, deep } = palette;
      const steps = [canvas, faint, light, medium, strong, deep].map((shade) => shade[theme]);
      const away = steps.map((step) => contrast(step, canvas[theme]));
      expect(away).toEqual([...away].sort((left, right) => left - right));
      for (const [index, step] of steps.slice(1).entries()) {
        expect(contrast(step, steps[index] ?? ''), step).toBeGreaterThan(1.2);
      }
    },
  );
});
