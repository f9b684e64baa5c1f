import { accessSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { packageRoot } from '../package-root.ts';
import type { Drawing } from './drawing.ts';
import { indexedPng } from './indexed-png.ts';
import { paperSvg } from './standalone-svg.ts';
import { renderSvg } from './svg.ts';

/** Pixels of a picture to a pixel of the drawing: sharp on the screens of phones. */
const density = 2;

/** The font as the build made it for pictures. A file that is not there would be passed over, and every text with it. */
const fontFiles = [400, 600].map((weight) => {
  const file = join(packageRoot(), `dist/fonts/inter-${weight}.ttf`);
  accessSync(file);
  return file;
});

/**
 * A chart as PNG at twice its size, on white, with a margin around it. The same drawing gives the same bytes: no font of the
 * machine is used.
 */
export function renderPng(drawing: Drawing, margin: number): Uint8Array {
  // For a shape without outline the two say the same, and this one needs no layer of its own.
  const svg = renderSvg(drawing).replaceAll(' opacity="', ' fill-opacity="');
  const picture = new Resvg(paperSvg(svg, drawing, { margin }), {
    fitTo: { mode: 'zoom', value: density },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Inter' },
  }).render();
  const { width, height, pixels } = picture;
  return indexedPng({ width, height, pixels });
}
