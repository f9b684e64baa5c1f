import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CsvScanner } from '../../src/dump/csv-scanner.ts';
import { QuoteFollower } from '../../src/dump/quote-follower.ts';

const pieces = fc.array(
  fc.string({ unit: fc.constantFrom('"', '"', ';', ',', '\n', '\r', ' ', 'a', '\u00E9'), maxLength: 12 }),
  { maxLength: 5 },
);

it('leaping from quote to quote tells what following each character does, wherever a file is cut into pieces', () => {
  fc.assert(
    fc.property(pieces, (texts) => {
      const follower = new QuoteFollower(';');
      const scanner = new CsvScanner(';');
      for (const text of texts) {
        follower.feed(Buffer.from(text));
        for (const character of text) scanner.endsRow(character);
        expect(follower.isQuoted).toBe(scanner.isQuoted);
      }
    }),
    { numRuns: 3000, seed: 20_261_126 },
  );
});
