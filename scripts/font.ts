import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';
import { readAdvances } from './font-advances.ts';

/**
 * Makes the font of the report from the inter-ui package: a Latin subset as WOFF2 in two weights, and a table of
 * its advance widths, by which charts are measured where there is no browser. Run by hand when Inter is updated.
 */
const root = new URL('..', import.meta.url);
const source = await readFile(new URL('node_modules/inter-ui/variable/InterVariable.woff2', root));

const ranges: readonly (readonly [number, number])[] = [
  [0x20, 0x7e], // Basic Latin
  [0xa0, 0x17f], // Latin-1 and Latin Extended-A
  [0x2010, 0x2027], // dashes, quotes, bullets, ellipsis
  [0x202f, 0x203a], // narrow no-break space, per mille, primes, angle quotes
  [0x20ac, 0x20ac], // euro
  [0x2190, 0x2193], // arrows
  [0x2212, 0x2212], // minus
  [0x2248, 0x2248], // almost equal
  [0x2264, 0x2265], // less or equal, greater or equal
];
const text = ranges
  .flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)),
  )
  .join('');
// Contextual alternates, Inter's arrows and raised colons, would be a sixth of the font.
const keepFeatures = ['kern', 'tnum', 'ccmp', 'locl', 'mark'];

/** One file per weight: Chromium writes a variable font into a PDF glyph by glyph, large, slow and badly spaced. */
for (const weight of [400, 600]) {
  const font = await subsetFont(source, text, {
    targetFormat: 'woff2',
    keepFeatures,
    variationAxes: { wght: weight, opsz: 14 },
  });
  await writeFile(new URL(`templates/fonts/inter-${weight}.woff2`, root), font);
  process.stderr.write(`templates/fonts/inter-${weight}.woff2: ${font.length} bytes\n`);
}

const advances: Record<string, Record<string, number>> = {};
for (const weight of [400, 600]) {
  const instance = await subsetFont(source, text, {
    targetFormat: 'sfnt',
    keepFeatures: ['tnum'],
    variationAxes: { wght: weight, opsz: 14 },
  });
  advances[String(weight)] = readAdvances(instance, text);
}
const table = fileURLToPath(new URL('src/charts/inter-advances.json', root));
await writeFile(table, `${JSON.stringify(advances, null, 1)}\n`);
