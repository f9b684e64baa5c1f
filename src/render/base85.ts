/**
 * Bytes as text, four in five characters: what a page carries packed is 6 % shorter than in base64. The digits follow each
 * other in ASCII from `(` on, but for `<`, which could end the element that the text stands in: `}` is in its place.
 */
const base = 85;
const first = '('.charCodeAt(0);
const lessThan = '<'.charCodeAt(0);
const standIn = '}'.charCodeAt(0);

/** As many characters as bytes, and one for each four or what is left of four. */
export function encodeBase85(bytes: Uint8Array): string {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  const codes = new Uint8Array((padded.length / 4) * 5);
  for (let group = 0; group < padded.length / 4; group += 1) {
    let value = view.getUint32(group * 4);
    for (let digit = 4; digit >= 0; digit -= 1) {
      const code = first + (value % base);
      codes[group * 5 + digit] = code === lessThan ? standIn : code;
      value = Math.floor(value / base);
    }
  }
  const spare = padded.length - bytes.length;
  return new TextDecoder().decode(codes.subarray(0, codes.length - spare));
}

/** The bytes of such a text. */
export function decodeBase85(text: string): Uint8Array<ArrayBuffer> {
  const spare = (5 - (text.length % 5)) % 5;
  // The highest digit, so that what is cut off rounds up.
  const padded = text.padEnd(text.length + spare, String.fromCharCode(first + base - 1));
  const bytes = new Uint8Array((padded.length / 5) * 4);
  const view = new DataView(bytes.buffer);
  for (let group = 0; group < padded.length / 5; group += 1) {
    let value = 0;
    for (let digit = 0; digit < 5; digit += 1) {
      const code = padded.charCodeAt(group * 5 + digit);
      value = value * base + (code === standIn ? lessThan : code) - first;
    }
    view.setUint32(group * 4, value);
  }
  return bytes.slice(0, bytes.length - spare);
}
