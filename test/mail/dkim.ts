import { createHash, verify } from 'node:crypto';

/** What a message's DKIM signature says, and whether it holds. */
export interface DkimResult {
  readonly domain: string;
  readonly selector: string;
  /** The headers that it covers. */
  readonly signed: readonly string[];
  readonly bodyHolds: boolean;
  readonly headersHold: boolean;
}

const signatureHeader = 'dkim-signature';

/** The headers of a message as they stand, folded ones in one piece. */
const headersOf = (head: string): readonly string[] => head.split(/\r\n(?![ \t])/);

const nameOf = (header: string): string => header.slice(0, header.indexOf(':')).trim().toLowerCase();

/** RFC 6376, 3.4.2. */
function relaxedHeader(header: string): string {
  const value = header.slice(header.indexOf(':') + 1);
  const unfolded = value.replace(/\r\n(?=[ \t])/g, '');
  return `${nameOf(header)}:${unfolded.replace(/[ \t]+/g, ' ').trim()}`;
}

/** RFC 6376, 3.4.4. */
function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.map((line) => `${line}\r\n`).join('');
}

/** The tags of a signature (RFC 6376, 3.2). */
function tagsOf(header: string): ReadonlyMap<string, string> {
  const list = header.slice(header.indexOf(':') + 1).split(';');
  return new Map(
    list.map((tag) => {
      const at = tag.indexOf('=');
      return [tag.slice(0, at).trim(), tag.slice(at + 1).replace(/\s+/g, '')] as const;
    }),
  );
}

/** The headers that a signature covers: of those with one name the lower ones first (RFC 6376, 5.4.2). */
function coveredHeaders(headers: readonly string[], names: readonly string[]): readonly string[] {
  const left = [...headers];
  return names.flatMap((name) => {
    const at = left.map(nameOf).lastIndexOf(name);
    return at < 0 ? [] : left.splice(at, 1);
  });
}

/**
 * Checks the DKIM signature of a message against a public key in PEM, by the letter of RFC 6376 and by nothing that
 * made it. Throws where there is no signature of the kind that we make.
 */
export function checkDkim(message: Buffer, publicKey: string): DkimResult {
  const text = message.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const headers = headersOf(text.slice(0, end));
  const signature = headers.find((header) => nameOf(header) === signatureHeader);
  if (signature === undefined) throw new Error('not signed');
  const tags = tagsOf(signature);
  const tag = (name: string): string => tags.get(name) ?? '';
  if (`${tag('v')} ${tag('a')} ${tag('c')}` !== '1 rsa-sha256 relaxed/relaxed')
    throw new Error(`signed in another way: ${signature}`);

  const bodyHash = createHash('sha256')
    .update(relaxedBody(text.slice(end + 4)), 'latin1')
    .digest('base64');
  const signed = tag('h').toLowerCase().split(':');
  const unsigned = relaxedHeader(signature.replace(/([;\s]b=)[^;]*/, '$1'));
  const covered = coveredHeaders(headers, signed).map((header) => `${relaxedHeader(header)}\r\n`);
  const data = Buffer.from(covered.join('') + unsigned, 'latin1');
  return {
    domain: tag('d'),
    selector: tag('s'),
    signed,
    bodyHolds: bodyHash === tag('bh'),
    headersHold: verify('sha256', data, publicKey, Buffer.from(tag('b'), 'base64')),
  };
}
