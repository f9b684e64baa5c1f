import { offsetOf, readGlyphs, tableOffsets } from './font-tables.ts';

/**
 * Advance width in thousandths of an em of each character of `text`, from the `cmap`, `hhea` and `hmtx` tables.
 * Every digit gets the width of 0, which is the width of all digits when they are tabular, as they are on the page.
 */
export function readAdvances(font: Buffer, text: string): Record<string, number> {
  const tables = tableOffsets(font);
  const unitsPerEm = font.readUInt16BE(offsetOf(tables, 'head') + 18);
  const metrics = font.readUInt16BE(offsetOf(tables, 'hhea') + 34);
  const hmtx = offsetOf(tables, 'hmtx');
  const glyphs = readGlyphs(font, offsetOf(tables, 'cmap'));
  const advanceOf = (character: string): number => {
    const glyph = glyphs.get(character.codePointAt(0) ?? 0) ?? 0;
    return Math.round((font.readUInt16BE(hmtx + Math.min(glyph, metrics - 1) * 4) * 1000) / unitsPerEm);
  };
  return Object.fromEntries(
    [...new Set(text)].map((character) => [character, advanceOf(/[0-9]/.test(character) ? '0' : character)]),
  );
}
