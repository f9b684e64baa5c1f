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

  it('makes one path of lines that follow each other in one stroke', () => {
    const line = (at: string, end: string, stroke: string) =>
      `<line transform="translate(${at})" ${end} stroke="var(--${stroke})"/>`;
    expect(
      slimSvg(
        line('4,2', 'y2="9"', 'line') + line('8.25,2', 'x2="9"', 'line') + line('0,9', 'x2="-3"', 'control'),
      ),
    ).toBe('<path d="M4,2v9M8.3,2h9" stroke="var(--line)"/><path d="M0,9h-3" stroke="var(--control)"/>');
  });

  it('says once how texts look that follow each other in one look', () => {
    const text = (at: string, words: string, look: string) =>
      `<text text-anchor="end" transform="translate(${at})" ${look}>${words}</text>`;
    expect(
      slimSvg(text('1,2', 'a', 'fill="x"') + text('3,4', '&lt;b', 'fill="x"') + text('5,6', 'c', 'fill="y"')),
    ).toBe(
      '<g text-anchor="end" fill="x"><text x="1" y="2">a</text><text x="3" y="4">&lt;b</text></g>' +
        '<g text-anchor="end" fill="y"><text x="5" y="6">c</text></g>',
    );
  });

  it('leaves groups away that say nothing', () => {
    expect(
      slimSvg('<svg width="3"><g fill="none"><g class="mark"><g/><g><path d="M0,0Z"/></g></g></g></svg>'),
    ).toBe('<svg width="3" fill="none"><path d="M0,0Z"/></svg>');
  });
});
