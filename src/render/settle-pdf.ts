/** `D:20261122073000+00'00'`, as Chromium writes it (ISO 32000-1, 7.9.4). */
const dates = /(?<=\/(?:CreationDate|ModDate) \()D:\d{14}\+00'00'(?=\))/g;

/**
 * What Chromium calls the parts of a page, in an entry or a list: numbers that it counts on from print to print in one process.
 * A title that looks the same is none of them.
 */
const ids = /(?<=(?:\/ID |\[|\) | R )\(node)\d{8,}(?=\))/g;

const dateOf = (instant: number): string =>
  `D:${new Date(instant).toISOString().slice(0, 19).replace(/\D/g, '')}+00'00'`;

/**
 * A PDF of Chromium's as it would be if it were the first that is printed, and printed at an instant (epoch milliseconds): then
 * the same page gives the same bytes. Everything stays where it is, since the file says where its parts begin.
 */
export function settlePdf(pdf: Uint8Array, madeAt: number): Uint8Array {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  // Their tree is in their order, which stays.
  const known = [...new Set(text.match(ids))].sort((one, other) => Number(one) - Number(other));
  const places = new Map(known.map((id, place) => [id, String(place + 1).padStart(id.length, '0')]));
  const settled = text.replace(dates, dateOf(madeAt)).replace(ids, (id) => places.get(id) ?? id);
  return Buffer.from(settled, 'latin1');
}
