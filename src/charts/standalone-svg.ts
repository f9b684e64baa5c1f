import type { Drawing } from './drawing.ts';
import { palette, withLightColors } from './palette.ts';
import { fitText } from './text-width.ts';
import { chartFont } from './theme.ts';

const margin = 24;
const titleSize = 16;
const titleHeight = 40;

type Size = Pick<Drawing, 'width' | 'height'>;

/**
 * A chart as a picture of its own: on white, below its title, in the report's light colours.
 * @param fontFaces CSS that brings the font along; a picture that is shown by itself can use none of the page's.
 */
export function standaloneSvg(svg: string, size: Size, title: string, fontFaces: string): string {
  const heading = escapeXml(fitText(title, size.width, titleSize, 600));
  return paperSvg(svg, size, {
    margin,
    head: {
      height: titleHeight,
      style: `<style>${fontFaces}svg [text-anchor=end]{font-variant-numeric:tabular-nums}</style>`,
      text:
        `<text x="${margin}" y="${margin + titleSize}" font-size="${titleSize}" font-weight="600"` +
        ` fill="${palette.ink.light}">${heading}</text>`,
    },
  });
}

interface Paper {
  /** On each side of the chart, in pixels. */
  readonly margin: number;
  /** What stands above the chart, and the height that it takes. */
  readonly head?: { readonly height: number; readonly style: string; readonly text: string };
}

/** A chart on white paper, in the report's light colours. */
export function paperSvg(
  svg: string,
  { width, height }: Size,
  { margin, head = { height: 0, style: '', text: '' } }: Paper,
): string {
  const outer = { width: width + 2 * margin, height: height + 2 * margin + head.height };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${outer.width}" height="${outer.height}"`,
    ` viewBox="0 0 ${outer.width} ${outer.height}" font-family="${chartFont.replaceAll('"', "'")}">`,
    head.style,
    `<rect width="100%" height="100%" fill="${palette.card.light}"/>`,
    head.text,
    withLightColors(svg).replace('<svg ', `<svg x="${margin}" y="${margin + head.height}" `),
    '</svg>',
  ].join('');
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
