import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import { checkDkim } from './dkim.ts';

// The checker that other tests trust is tried on a message that is canonicalized by hand here, as RFC 6376 writes it.
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const hash = createHash('sha256').update(' C\r\nD E\r\n').digest('base64');
const tags = `v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s1; h=b:a; bh=${hash}; b=`;
const signature = sign('sha256', Buffer.from(`b:Y Z\r\na:X\r\ndkim-signature:${tags}`), privateKey);
const signed = (body: string): Buffer =>
  Buffer.from(
    `DKIM-Signature: ${tags}${signature.toString('base64')}\r\nA: X\r\nB : Y\t\r\n\tZ  \r\n\r\n${body}`,
  );

it('holds the example of RFC 6376, section 3.4.5', () => {
  expect(checkDkim(signed(' C \r\nD \t E\r\n\r\n\r\n'), publicKey)).toEqual({
    domain: 'example.com',
    selector: 's1',
    signed: ['b', 'a'],
    bodyHolds: true,
    headersHold: true,
  });
});

it('sees a changed body and a changed header', () => {
  expect(checkDkim(signed(' C \r\nD \t F\r\n'), publicKey).bodyHolds).toBe(false);
  const changed = signed('').toString().replace('A: X', 'A: W');
  expect(checkDkim(Buffer.from(changed), publicKey).headersHold).toBe(false);
});
