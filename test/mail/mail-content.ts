import { generateKeyPairSync } from 'node:crypto';
import type { DkimKey, MailContent } from '../../src/mail/compose.ts';

/** The smallest PNG there is: one clear pixel. */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** A mail in French with all that a mail can have. */
export const frenchMail = {
  messageId: '<0123456789abcdef0123456789abcdef@example.com>',
  date: new Date('2026-11-22T03:00:00Z'),
  from: { address: 'rapports@example.com', name: 'Équipe « CRM », Lyon' },
  replyTo: { address: 'crm@example.com', name: 'Anaïs "Ana" Noël' },
  to: { address: 'ann@example.com', name: 'Ann Müller' },
  subject: 'Résumé des emails\u202f: 98\u00a0% délivrés — la Fête des mères 🎉',
  locale: 'fr',
  text: 'Délivrés\u00a0: 98\u202f%\n.\nFrom ici jusqu’à là\n\nFin\n',
  html: '<html lang="fr"><p>Délivrés\u00a0: 98\u202f%</p><img src="cid:sending@report" alt="Délivrés"></html>',
  parts: [
    { name: 'sending.png', type: 'image/png', content: picture, cid: 'sending@report' },
    { name: 'reasons.png', type: 'image/png', content: picture, cid: 'reasons@report' },
    { name: 'rapport d’été.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7\n%âãÏÓ', 'latin1') },
    { name: 'raisons.csv', type: 'text/csv', content: '\ufeffraison;nombre\r\nboîte pleine;2\r\n' },
  ],
} as const satisfies MailContent;

/** A key pair of RFC 6376: the private half to sign with, the public one to check with. */
export function makeDkimKey(): { readonly dkim: DkimKey; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { dkim: { domain: 'example.com', selector: 'reports', privateKey }, publicKey };
}
