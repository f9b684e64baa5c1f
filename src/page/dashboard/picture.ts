import { strToU8 } from 'fflate';
import type { Drawing } from '../../charts/drawing.ts';
import { standaloneSvg } from '../../charts/standalone-svg.ts';

/** A picture of a chart that stands alone, with its title and the report's own font. */
export function pictureOf(svg: string, drawing: Drawing, title: string): string {
  return standaloneSvg(svg, drawing, title, fontFaces());
}

/** The page's own font faces: their files are in the page, so that a picture can carry them too. */
function fontFaces(): string {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return rules
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .map(({ cssText }) => cssText)
    .join('');
}

const density = 2;

/** A picture as PNG, at twice its size for sharp prints. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  const bytes = Array.from(strToU8(svg), (byte) => String.fromCharCode(byte)).join('');
  image.src = `data:image/svg+xml;base64,${btoa(bytes)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * density;
  canvas.height = image.height * density;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png');
  });
}
