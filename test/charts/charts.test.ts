import { describe, expect, it } from 'vitest';
import { barChart } from '../../src/charts/bars.ts';
import { palette, withLightColors } from '../../src/charts/palette.ts';
import { ringChart } from '../../src/charts/ring.ts';
import { renderSvg } from '../../src/charts/svg.ts';
import { fitText, textWidth } from '../../src/charts/text-width.ts';

const bar = (label: string, count: number) =>
  ({ label, kind: '', count, figure: String(count), share: '1%', color: 'hard' }) as const;

const natural = (width: number) => ({ width, height: null });

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
