import fontverter from 'fontverter';
import { offsetOf, readGlyphs, readSubstitutes, tableOffsets } from './font-tables.ts';

/**
 * The report's font as pictures are drawn with it: as TrueType, called Inter as our charts call it, its digits the tabular
 * ones, since what draws them reads no WOFF2 and knows no font features.
 */
export async function pictureFont(woff2: Buffer): Promise<Buffer> {
  const font = await fontverter.convert(woff2, 'sfnt');
  shortenFamily(font, 'Inter');
  return withCharacterMap(font, tabularGlyphs(font));
}

/** The glyph of each character. */
function tabularGlyphs(font: Buffer): ReadonlyMap<number, number> {
  const tables = tableOffsets(font);
  const tabular = readSubstitutes(font, offsetOf(tables, 'GSUB'), 'tnum');
  const glyphs = new Map(readGlyphs(font, offsetOf(tables, 'cmap')));
  for (const digit of '0123456789') {
    const code = digit.charCodeAt(0);
    const glyph = tabular.get(glyphs.get(code) ?? 0);
    if (glyph === undefined) throw new Error(`the font has no tabular ${digit}`);
    glyphs.set(code, glyph);
  }
  return glyphs;
}

const familyNames = [1, 16];

/** Cuts the family's name to the beginning that it has. */
function shortenFamily(font: Buffer, family: string): void {
  const name = offsetOf(tableOffsets(font), 'name');
  const texts = name + font.readUInt16BE(name + 4);
  for (let index = 0; index < font.readUInt16BE(name + 2); index += 1) {
    const record = name + 6 + 12 * index;
    if (!familyNames.includes(font.readUInt16BE(record + 6))) continue;
    const text = texts + font.readUInt16BE(record + 10);
    const bytes = font.subarray(text, text + 2 * family.length);
    if (Buffer.from(bytes).swap16().toString('utf16le') !== family)
      throw new Error(`the font's family does not begin with ${family}`);
    font.writeUInt16BE(2 * family.length, record + 8);
  }
}

/** The font with another character map, at its end: one subtable of format 12. */
function withCharacterMap(font: Buffer, glyphs: ReadonlyMap<number, number>): Buffer {
  const map = Buffer.alloc(28 + 12 * glyphs.size);
  map.writeUInt16BE(1, 2);
  map.writeUInt16BE(3, 4);
  map.writeUInt16BE(10, 6);
  map.writeUInt32BE(12, 8);
  map.writeUInt16BE(12, 12);
  map.writeUInt32BE(16 + 12 * glyphs.size, 16);
  map.writeUInt32BE(glyphs.size, 24);
  for (const [index, [code, glyph]] of [...glyphs].sort(([one], [other]) => one - other).entries()) {
    const group = 28 + 12 * index;
    map.writeUInt32BE(code, group);
    map.writeUInt32BE(code, group + 4);
    map.writeUInt32BE(glyph, group + 8);
  }
  const padding = Buffer.alloc(-font.length & 3);
  const whole = Buffer.concat([font, padding, map]);
  const record = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + index * 16).find(
    (at) => font.toString('latin1', at, at + 4) === 'cmap',
  );
  if (record === undefined) throw new Error('the font has no table cmap');
  whole.writeUInt32BE(font.length + padding.length, record + 8);
  whole.writeUInt32BE(map.length, record + 12);
  return whole;
}
