import { generateKeyPairSync } from 'node:crypto';
import { type ParsedMail, simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { BadDataError } from '../../src/errors.ts';
import { composeMail, type MailContent } from '../../src/mail/compose.ts';
import { checkDkim } from './dkim.ts';
import { frenchMail, makeDkimKey, picture } from './mail-content.ts';

const { dkim, publicKey } = makeDkimKey();

const composed = (changes: Partial<MailContent> = {}): Promise<Buffer> =>
  composeMail({ ...frenchMail, ...changes }, null);
/** As a mail client reads it, but with the pictures left where they are. */
const read = async (message: Buffer): Promise<ParsedMail> => simpleParser(message, { skipImageLinks: true });
const headOf = (message: Buffer): string => message.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
const headerNames = (message: Buffer): readonly string[] =>
  headOf(message)
    .split(/\r\n(?![ \t])/)
    .map((line) => line.slice(0, line.indexOf(':')));

describe('a mail', () => {
  it('has its text and its HTML to the letter', async () => {
    const mail = await read(await composed());
    expect(mail.text).toBe(frenchMail.text);
    expect(mail.html).toBe(frenchMail.html);
  });

  it('has its pictures by cid in one part with the HTML, and its attachments apart', async () => {
    const message = await composed();
    const { attachments } = await read(message);
    expect(
      attachments.map(({ filename, contentType, cid, related, contentDisposition }) => [
        filename,
        contentType,
        cid,
        related,
        contentDisposition,
      ]),
    ).toEqual([
      ['sending.png', 'image/png', 'sending@report', true, 'inline'],
      ['reasons.png', 'image/png', 'reasons@report', true, 'inline'],
      ['rapport d’été.pdf', 'application/pdf', undefined, undefined, 'attachment'],
      ['raisons.csv', 'text/csv', undefined, undefined, 'attachment'],
    ]);
    expect(attachments[0]?.content.equals(picture)).toBe(true);
    expect(attachments[2]?.content).toEqual(Buffer.from('%PDF-1.7\n%âãÏÓ', 'latin1'));
    expect(attachments[3]?.content.toString()).toBe(frenchMail.parts[3]?.content);
    const kinds = [...message.toString('latin1').matchAll(/^Content-Type: ([a-z]+\/[a-z]+)/gm)];
    expect(kinds.map(([, kind]) => kind)).toEqual([
      'multipart/mixed',
      'multipart/alternative',
      'text/plain',
      'multipart/related',
      'text/html',
      'image/png',
      'image/png',
      'application/pdf',
      'text/csv',
    ]);
  });

  it('says who it is from and to, when it was made, what it is, and that a machine made it', async () => {
    const mail = await read(await composed());
    expect(mail.subject).toBe(frenchMail.subject);
    expect(mail.from?.value).toEqual([frenchMail.from]);
    expect(mail.replyTo?.value).toEqual([frenchMail.replyTo]);
    expect(mail.to).toMatchObject({ value: [frenchMail.to] });
    expect(mail.date).toEqual(frenchMail.date);
    expect(mail.messageId).toBe(frenchMail.messageId);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.headers.get('x-auto-response-suppress')).toBe('All');
    expect(mail.headers.get('content-language')).toBe('fr');
  });

  it('names neither a program nor a machine', async () => {
    expect(headOf(await composed())).not.toMatch(/nodemailer|X-Mailer|User-Agent|localhost/i);
  });

  it('has the same bytes when it is composed again, signed or not', async () => {
    expect((await composed()).equals(await composed())).toBe(true);
    const [first, second] = await Promise.all([composeMail(frenchMail, dkim), composeMail(frenchMail, dkim)]);
    expect(first.equals(second)).toBe(true);
  });

  it('may be a text alone, to nobody yet', async () => {
    const message = await composed({ to: null, replyTo: null, html: null, parts: [] });
    const mail = await read(message);
    expect([mail.text, mail.html, mail.to, mail.replyTo]).toEqual([
      frenchMail.text,
      false,
      undefined,
      undefined,
    ]);
    expect(headerNames(message)).not.toContain('To');
  });

  it('has lines of at most 998 bytes, all of them ASCII and ended by CR LF', async () => {
    const long = 'é'.repeat(3000) + 'x'.repeat(3000);
    const message = await composed({
      subject: long,
      text: long,
      html: `<p>${long}</p>`,
      from: { address: 'rapports@example.com', name: long },
      parts: [{ name: `${long.slice(0, 300)}.csv`, type: 'text/csv', content: long }],
    });
    const text = message.toString('latin1');
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: whatever is not ASCII
    expect(text).not.toMatch(/[^\u0001-\u007f]|[^\r]\n|\r[^\n]/);
    const mail = await read(message);
    expect([mail.subject?.slice(0, 700), mail.text?.trim()]).toEqual([long.slice(0, 700), long]);
  });

  it.each(['x'.repeat(3000), `${'x'.repeat(798)}${'🎉'.repeat(100)}`])(
    'has a subject that no line can hold cut short',
    async (subject) => {
      const message = await composed({ subject, to: { address: 'ann@example.com', name: subject } });
      const lengths = headOf(message)
        .split('\r\n')
        .map((line) => line.length);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(998);
      expect((await read(message)).subject).toMatch(/^x{798,799}…$/);
    },
  );
});

describe('a header', () => {
  const injected = 'Report\r\nBcc: evil@example.com\r\n\r\n<p>evil</p>';

  it.each([
    ['subject', { subject: injected }],
    ['sender’s name', { from: { address: 'rapports@example.com', name: injected } }],
    ['recipient’s name', { to: { address: 'ann@example.com', name: injected } }],
    ['reply-to name', { replyTo: { address: 'crm@example.com', name: injected } }],
    ['file name', { parts: [{ name: injected, type: 'text/csv', content: 'a' }] }],
    ['non-ASCII subject', { subject: `é${injected}` }],
    [
      'subject with other line ends',
      { subject: injected.replace(/\r\n/g, '\u2028').concat('\n\rx: y\u0085z: y') },
    ],
  ] satisfies [string, Partial<MailContent>][])('cannot be added by a %s', async (_what, changes) => {
    const message = await composed(changes);
    expect([...headerNames(message)].sort()).toEqual([...headerNames(await composed())].sort());
    const mail = await read(message);
    expect(mail.headers.has('bcc')).toBe(false);
    expect(mail.text).toBe(frenchMail.text);
    const shown = [mail.subject, mail.from?.text, mail.replyTo?.text, mail.attachments[0]?.filename].join(
      '|',
    );
    expect(shown).not.toMatch(/\p{Cc}|\u2028/u);
  });
});

describe('a signature', () => {
  it('holds, and covers what the reader sees', async () => {
    const message = await composeMail(frenchMail, dkim);
    expect(checkDkim(message, publicKey)).toEqual({
      domain: 'example.com',
      selector: 'reports',
      signed: expect.arrayContaining([
        'from',
        'to',
        'reply-to',
        'subject',
        'date',
        'message-id',
        'content-type',
      ]),
      bodyHolds: true,
      headersHold: true,
    });
  });

  it('holds for a text alone, and for one that ends in empty lines', async () => {
    for (const text of ['Fin', 'Fin  \n\n\n', '']) {
      const message = await composeMail({ ...frenchMail, text, html: null, parts: [] }, dkim);
      expect(checkDkim(message, publicKey)).toMatchObject({ bodyHolds: true, headersHold: true });
    }
  });

  it('leaves the rest of the mail as it is', async () => {
    const signed = (await composeMail(frenchMail, dkim)).toString('latin1');
    expect(signed.slice(signed.search(/\r\n(?![ \t])/) + 2)).toBe((await composed()).toString('latin1'));
  });

  const pem = { type: 'pkcs8', format: 'pem' } as const;
  it.each([
    ['no key', ''],
    ['a text', 'secret'],
    ['half a key', dkim.privateKey.slice(0, 300)],
    ['a public key', publicKey],
    [
      'a key of an elliptic curve',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem).toString(),
    ],
    ['an Ed25519 key', generateKeyPairSync('ed25519').privateKey.export(pem).toString()],
    [
      'a key with a passphrase',
      generateKeyPairSync('rsa', { modulusLength: 1024 })
        .privateKey.export({ ...pem, cipher: 'aes-256-cbc', passphrase: 'secret' })
        .toString(),
    ],
  ])('cannot be made with %s', async (_what, privateKey) => {
    const composing = composeMail(frenchMail, { ...dkim, privateKey });
    await expect(composing).rejects.toThrow(BadDataError);
    await expect(composing).rejects.toThrow('smtp.dkim.key');
  });
});
