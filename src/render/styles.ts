import { paletteCss } from '../charts/palette.ts';
import { fontAddress, fontWeights, readStyles } from './assets.ts';

/** The style sheet of a page: font, colours, and the named sheets of templates/styles, without comments and indents. */
export function pageStyles(...sheets: readonly string[]): string {
  const key = sheets.join();
  const styles = cache.get(key) ?? assemble(sheets);
  cache.set(key, styles);
  return styles;
}

const cache = new Map<string, string>();

function assemble(sheets: readonly string[]): string {
  const fonts = fontWeights.map(
    (weight) =>
      `@font-face{font-family:Inter;src:url(${fontAddress(weight)}) format("woff2");font-weight:${weight}}`,
  );
  const rules = sheets
    .map(readStyles)
    .join('\n')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
  return [...fonts, paletteCss(), rules].join('\n');
}
