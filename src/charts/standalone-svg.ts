import type { Drawing } from './drawing.ts';
import { palette, withLightColors } from './palette.ts';
import { fitText } from './text-width.ts';
import { chartFont } from './theme.ts';

const margin = 24;
const titleSize = 16;
const titleHeight = 40;

/**
 * A chart as a picture of its own: on white, below its title, in the report's light colours.
 * @param fontFaces CSS that brings the font along; a picture that is shown by itself can use none of the page's.
 */
export function standaloneSvg(
  svg: string,
  { width, height }: Pick<Drawing, 'width' | 'height'>,
  title: string,
  fontFaces: string,
): string {
  const outer = { width: width + 2 * margin, height: height + 2 * margin + titleHeight };
  const heading = escapeXml(fitText(title, width, titleSize, 600));
  const chart = withLightColors(svg).replace('<svg ', `<svg x="${margin}" y="${margin + titleHeight}" `);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${outer.width}" height="${outer.height}"`,
    ` viewBox="0 0 ${outer.width} ${outer.height}" font-family="${chartFont.replaceAll('"', "'")}">`,
    `<style>${fontFaces}svg [text-anchor=end]{font-variant-numeric:tabular-nums}</style>`,
    `<rect width="100%" height="100%" fill="${palette.card.light}"/>`,
    `<text x="${margin}" y="${margin + titleSize}" font-size="${titleSize}" font-weight="600"`,
    ` fill="${palette.ink.light}">${heading}</text>`,
    chart,
    '</svg>',
  ].join('');
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
