import { expect, it } from 'vitest';
import { settlePdf } from '../../src/render/settle-pdf.ts';

const madeAt = Date.UTC(2026, 10, 22, 7, 30);

/** What matters of a PDF of Chromium's, printed at a time, with the numbers of its three parts. */
const printed = (time: string, [first, second, third]: readonly [string, string, string], title = 'Sale') =>
  Buffer.from(
    `%PDF-1.4\n\xd3\xeb\xe9\xe1\n<</Title (${title})\n/CreationDate (D:${time}+00'00')\n/ModDate (D:${time}+00'00')>>\n` +
      `<</A <</O /Table\n/Headers [(node${second}) (node${first})]>>\n/ID (node${third})>>\n` +
      `<</Limits [(node${first}) (node${third})]\n/Names [(node${first}) 1 0 R (node${second}) 2 0 R (node${third}) 3 0 R]>>`,
    'latin1',
  );

const settled = (pdf: Uint8Array): string => Buffer.from(settlePdf(pdf, madeAt)).toString('latin1');

it('gives the same bytes for what is printed at another time, as another page of a browser', () => {
  const first = printed('20261122073000', ['00000001', '00000002', '00000003']);
  const later = printed('20261231235959', ['00000998', '00001204', '00012000']);
  expect(later.equals(first)).toBe(false);
  expect(settled(later)).toBe(first.toString('latin1'));
  expect(settled(first)).toBe(first.toString('latin1'));
});

it('moves nothing, however many parts a browser has printed before', () => {
  const much = printed('20261231235959', ['99999999', '100000000', '100000001']);
  const text = settled(much);
  expect(text).toHaveLength(much.length);
  expect(text).toContain('/Headers [(node000000002) (node00000001)]');
});

it('leaves a title alone that looks like one of those', () => {
  const text = settled(printed('20261231235959', ['00000101', '00000102', '00000103'], 'node00000102'));
  expect(text).toContain('/Title (node00000102)');
  expect(text).toContain('/ID (node00000003)');
});
