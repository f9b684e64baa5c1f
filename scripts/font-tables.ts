/** Offset of each table of a TrueType font by its tag. */
export function tableOffsets(font: Buffer): ReadonlyMap<string, number> {
  const tables = new Map<string, number>();
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const record = 12 + index * 16;
    tables.set(font.toString('latin1', record, record + 4), font.readUInt32BE(record + 8));
  }
  return tables;
}

export function offsetOf(tables: ReadonlyMap<string, number>, tag: string): number {
  const offset = tables.get(tag);
  if (offset === undefined) throw new Error(`the font has no table ${tag}`);
  return offset;
}

/** Glyph index of each code point, from a format 4 subtable of `cmap`. */
export function readGlyphs(font: Buffer, cmap: number): ReadonlyMap<number, number> {
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

/** Every offset of a list of them, which begins with how many there are; each counts from `base`. */
function offsetsAt(font: Buffer, list: number, base: number): readonly number[] {
  return Array.from(
    { length: font.readUInt16BE(list) },
    (_, index) => base + font.readUInt16BE(list + 2 + 2 * index),
  );
}

/** The glyphs that a coverage table names, in its order. */
function coveredGlyphs(font: Buffer, coverage: number): readonly number[] {
  const entries = Array.from({ length: font.readUInt16BE(coverage + 2) }, (_, index) => index);
  if (font.readUInt16BE(coverage) === 1)
    return entries.map((index) => font.readUInt16BE(coverage + 4 + 2 * index));
  return entries.flatMap((index) => {
    const [start, end] = [0, 2].map((at) => font.readUInt16BE(coverage + 4 + 6 * index + at));
    return Array.from({ length: (end ?? 0) - (start ?? 0) + 1 }, (_, glyph) => (start ?? 0) + glyph);
  });
}

/** Which glyph a feature of `GSUB` puts in place of which: its single substitutions. */
export function readSubstitutes(font: Buffer, gsub: number, feature: string): ReadonlyMap<number, number> {
  const features = gsub + font.readUInt16BE(gsub + 6);
  const lookups = gsub + font.readUInt16BE(gsub + 8);
  const lookupAt = offsetsAt(font, lookups, lookups);
  const used = new Set<number>();
  for (let index = 0; index < font.readUInt16BE(features); index += 1) {
    const record = features + 2 + 6 * index;
    if (font.toString('latin1', record, record + 4) !== feature) continue;
    const table = features + font.readUInt16BE(record + 4);
    for (let lookup = 0; lookup < font.readUInt16BE(table + 2); lookup += 1)
      used.add(font.readUInt16BE(table + 4 + 2 * lookup));
  }
  const substitutes = new Map<number, number>();
  for (const index of used) {
    const lookup = lookupAt[index] ?? 0;
    for (const table of offsetsAt(font, lookup + 4, lookup)) {
      const isExtension = font.readUInt16BE(lookup) === 7;
      const subtable = isExtension ? table + font.readUInt32BE(table + 4) : table;
      const type = font.readUInt16BE(isExtension ? table + 2 : lookup);
      if (type !== 1) continue;
      const covered = coveredGlyphs(font, subtable + font.readUInt16BE(subtable + 2));
      for (const [place, glyph] of covered.entries()) {
        const given = font.readUInt16BE(subtable + 4);
        const substitute =
          font.readUInt16BE(subtable) === 1
            ? (glyph + given) & 0xffff
            : font.readUInt16BE(subtable + 6 + 2 * place);
        substitutes.set(glyph, substitute);
      }
    }
  }
  return substitutes;
}
