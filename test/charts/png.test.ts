import { describe, expect, it } from 'vitest';
import type { Drawing } from '../../src/charts/drawing.ts';
import { indexedPng } from '../../src/charts/indexed-png.ts';
import { type ChartText, textRows } from '../../src/charts/layers.ts';
import { renderPng } from '../../src/charts/png.ts';
import { canWrite, textWidth } from '../../src/charts/text-width.ts';
import { readPng } from './read-png.ts';

/** A drawing of one bar at the left and a text to the right of it. */
const drawingOf = (text: string, look: Partial<ChartText> = {}): Drawing => ({
  chart: 'bars',
  width: 300,
  height: 40,
  data: {
    bars: [{ left: 0, right: 10, top: 0, bottom: 10, color: 'var(--hard)' }],
    texts: textRows([{ text, x: 20, y: 25, ...look }]),
  },
  spots: [],
  legend: [],
});

/** From where to where the text of such a drawing has ink, in pixels of the drawing. */
function inkOf(drawing: Drawing): { readonly left: number; readonly right: number } {
  const { width, height, colorAt } = readPng(renderPng(drawing, 0));
  const columns = Array.from({ length: width - 40 }, (_, x) => x + 40).filter((x) =>
    Array.from({ length: height }, (_, y) => colorAt(x, y)).some(([red]) => red < 128),
  );
  return { left: (columns[0] ?? 0) / 2, right: ((columns.at(-1) ?? 0) + 1) / 2 };
}

describe('a picture of a chart', () => {
  it('is drawn at twice its size, on white, with a margin', () => {
    const { width, height, colorAt } = readPng(renderPng(drawingOf('a'), 8));
    expect([width, height]).toEqual([632, 112]);
    expect(colorAt(0, 0)).toEqual([255, 255, 255]);
    expect(colorAt(20, 20)).toEqual([0x88, 0x13, 0x37]);
  });

  it('is the same each time', () => {
    expect(renderPng(drawingOf('Mailbox full'), 8)).toEqual(renderPng(drawingOf('Mailbox full'), 8));
  });

  it.each([400, 600] as const)('has its texts in Inter of weight %d', (weight) => {
    const text = 'Hillside willow Hamburgefonts, H';
    const { left, right } = inkOf(drawingOf(text, { weight }));
    // Both ends are stems of an H, whose sides are about a pixel away from its edges.
    expect(Math.abs(right - left + 2 - textWidth(text, 12, weight))).toBeLessThan(1.5);
  });

  it('has digits that stand below each other', () => {
    const rightOf = (text: string): number => inkOf(drawingOf(text)).right;
    expect(rightOf('11111111110')).toBe(rightOf('00000000000'));
  });
});

describe('texts of a picture', () => {
  it('are those that Inter, as we have it, has the letters for', () => {
    expect(canWrite('1\u202f427 Délivrés, « 97,1 % » …')).toBe(true);
    expect(canWrite('邮箱已满')).toBe(false);
    expect(canWrite('تم رفض الرسالة')).toBe(false);
  });
});

describe('a PNG with a palette', () => {
  it('keeps the colours that it has room for, and takes the next one for rare ones', () => {
    const often = Array.from({ length: 256 }, (_, blue) => [0, 0, blue]);
    const colors = [...often, ...often, [0, 1, 200]];
    const pixels = Uint8Array.from(colors.flatMap((color) => [...color, 255]));
    const { colorAt } = readPng(indexedPng({ width: colors.length, height: 1, pixels }));
    expect(often.map((_, x) => colorAt(x, 0))).toEqual(often);
    expect(colorAt(512, 0)).toEqual([0, 0, 200]);
  });
});
