import { describe, expect, it } from 'vitest';
import { slimSvg } from '../../src/charts/slim-svg.ts';

describe('a slimmed SVG', () => {
  it('joins the stretches of a step line that lie in a row', () => {
    expect(slimSvg('<path d="M0,9L4,9L4,5L8,5L8,5L12,5L12,9"/>')).toBe('<path d="M0,9H4V5H12V9"/>');
  });

  it('leaves other paths and closed ends as they are', () => {
    expect(slimSvg('<path d="M0,0L4,3L8,0Z"/>')).toBe('<path d="M0,0L4,3L8,0Z"/>');
    expect(slimSvg('<path d="M5,0A5,5,0,1,1,-5,0"/>')).toBe('<path d="M5,0A5,5,0,1,1,-5,0"/>');
  });

  it('rounds places but never a text', () => {
    expect(slimSvg('<text x="1.2345">0.4223% class="a"</text>')).toBe(
      '<text x="1.2">0.4223% class="a"</text>',
    );
  });

  it('makes one path of rectangles that follow each other in one colour', () => {
    const cell = (x: number, fill: string) => `<path d="M${x},0h9v8h-9Z" fill="var(--${fill})"/>`;
    expect(slimSvg(cell(0, 'light') + cell(10, 'light') + cell(20, 'deep') + cell(30, 'light'))).toBe(
      `<path d="M0,0h9v8h-9ZM10,0h9v8h-9Z" fill="var(--light)"/>${cell(20, 'deep')}${cell(30, 'light')}`,
    );
  });
});
