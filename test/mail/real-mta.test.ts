import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnavailableError } from '../../src/errors.ts';
import { composeMail } from '../../src/mail/compose.ts';
import { messageId } from '../../src/mail/mail-key.ts';
import { makeAuthority } from './certificates.ts';
import { checkDkim } from './dkim.ts';
import { frenchMail, makeDkimKey, picture } from './mail-content.ts';
import { type MailServer, startMailServer, whyNoMailServer } from './mail-server.ts';
import { mailTo } from './mail-to.ts';
import { send } from './sending.ts';

const whyNot = whyNoMailServer();
if (whyNot !== undefined) process.stderr.write(`skipped, no real mail server: ${whyNot}\n`);

describe.skipIf(whyNot !== undefined)('a real mail server', () => {
  const { ca, here } = makeAuthority();
  const { dkim, publicKey } = makeDkimKey();
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer(here);
  });
  afterAll(() => server.stop());

  const settings = () => ({ host: server.host, tls: 'starttls', ca, connections: 2 }) as const;
  const idOf = (recipient: string): string => messageId(mailTo(recipient), frenchMail.from.address);
  const compose = (recipient: string): Promise<Buffer> =>
    composeMail(
      { ...frenchMail, messageId: idOf(recipient), to: { address: recipient, name: 'Ann Müller' } },
      dkim,
    );
  const deliveredTo = (recipient: string) => server.mailbox().filter(({ to }) => to === recipient);
  const delivered = async (recipient: string) => {
    await expect.poll(() => deliveredTo(recipient).length, { timeout: 10_000 }).toBe(1);
    return deliveredTo(recipient)[0]?.message ?? Buffer.alloc(0);
  };

  it('delivers each mail once, as it was composed and by TLS', async () => {
    const recipients = ['ann', 'bob.smith', 'zoe+news'].map((name) => `${name}@example.com`);
    const { states } = await send(server.port, recipients, { ...settings(), compose });
    expect(states).toEqual(['accepted', 'accepted', 'accepted']);
    for (const recipient of recipients) {
      const message = await delivered(recipient);
      const mail = await simpleParser(message, { skipImageLinks: true });
      expect(mail.messageId).toBe(idOf(recipient));
      expect(mail.to).toMatchObject({ value: [{ address: recipient, name: 'Ann Müller' }] });
      expect([mail.subject, mail.text, mail.html]).toEqual([
        frenchMail.subject,
        frenchMail.text,
        frenchMail.html,
      ]);
      expect(mail.from?.value).toEqual([frenchMail.from]);
      expect(mail.replyTo?.value).toEqual([frenchMail.replyTo]);
      expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
      expect(mail.headers.get('content-language')).toBe('fr');
      expect(String(mail.headers.get('return-path'))).not.toBe('');
      expect(message.toString()).toMatch(/^\tby localhost with esmtps /m);
      expect(mail.attachments.map(({ filename, cid, related }) => [filename, cid, related])).toEqual([
        ['sending.png', 'sending@report', true],
        ['reasons.png', 'reasons@report', true],
        ['rapport d’été.pdf', undefined, undefined],
        ['raisons.csv', undefined, undefined],
      ]);
      expect(mail.attachments[1]?.content.equals(picture)).toBe(true);
      expect(mail.attachments[3]?.content.toString()).toBe(frenchMail.parts[3]?.content);
    }
  });

  it('delivers it with a signature that still holds', async () => {
    await send(server.port, ['signed@example.com'], { ...settings(), compose });
    expect(checkDkim(await delivered('signed@example.com'), publicKey)).toMatchObject({
      domain: 'example.com',
      bodyHolds: true,
      headersHold: true,
    });
  });

  it('delivers many over one connection', async () => {
    const recipients = Array.from({ length: 30 }, (_, number) => `reader${number}@example.com`);
    const { states } = await send(server.port, recipients, { ...settings(), connections: 1, compose });
    expect(new Set(states)).toEqual(new Set(['accepted']));
    for (const recipient of recipients) await delivered(recipient);
  });

  it('refuses whom it does not know, and says so without the address', async () => {
    const { outcomes } = await send(server.port, ['carol@elsewhere.example', 'dora@example.com'], {
      ...settings(),
      compose,
    });
    expect(outcomes).toMatchObject([
      { state: 'refused', words: '550 no relay for <<address>>' },
      { state: 'accepted' },
    ]);
    await delivered('dora@example.com');
  });

  it('cannot be used without TLS, nor with an authority that it is not known to', async () => {
    const insecure = send(server.port, ['erin@example.com'], { tls: 'none' });
    await expect(insecure).rejects.toThrow('STARTTLS first');
    const unknown = send(server.port, ['erin@example.com'], { ...settings(), ca: null });
    await expect(unknown).rejects.toThrow(UnavailableError);
    expect(deliveredTo('erin@example.com')).toEqual([]);
  });
});
