/** Offset of each table of a TrueType font by its tag. */
function tableOffsets(font: Buffer): ReadonlyMap<string, number> {
  const tables = new Map<string, number>();
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const record = 12 + index * 16;
    tables.set(font.toString('latin1', record, record + 4), font.readUInt32BE(record + 8));
  }
  return tables;
}

function offsetOf(tables: ReadonlyMap<string, number>, tag: string): number {
  const offset = tables.get(tag);
  if (offset === undefined) throw new Error(`the font has no table ${tag}`);
  return offset;
}

/** Glyph index of each code point, from a format 4 subtable of `cmap`. */
function readGlyphs(font: Buffer, cmap: number): ReadonlyMap<number, number> {
  const glyphs = new Map<number, number>();
  for (let record = 0; record < font.readUInt16BE(cmap + 2); record += 1) {
    const subtable = cmap + font.readUInt32BE(cmap + 8 + record * 8);
    if (font.readUInt16BE(subtable) !== 4) continue;
    const segments = font.readUInt16BE(subtable + 6);
    for (let segment = 0; segment < segments; segment += 2) {
      const end = font.readUInt16BE(subtable + 14 + segment);
      const start = font.readUInt16BE(subtable + 16 + segments + segment);
      const delta = font.readUInt16BE(subtable + 16 + segments * 2 + segment);
      const rangeAt = subtable + 16 + segments * 3 + segment;
      const range = font.readUInt16BE(rangeAt);
      for (let code = start; code <= end && code !== 0xffff; code += 1) {
        const glyph =
          range === 0 ? code + delta : font.readUInt16BE(rangeAt + range + (code - start) * 2) + delta;
        glyphs.set(code, glyph & 0xffff);
      }
    }
  }
  return glyphs;
}

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
