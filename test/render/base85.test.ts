import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBase85, encodeBase85 } from '../../src/render/base85.ts';

it('gives any bytes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(decodeBase85(encodeBase85(bytes))).toEqual(bytes);
    }),
  );
});

it('takes five characters for four bytes, none of which means anything in HTML', () => {
  const bytes = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256);
  const text = encodeBase85(bytes);
  expect(text).toHaveLength(5120);
  expect(text).not.toMatch(/[<&"'\s]/);
});
