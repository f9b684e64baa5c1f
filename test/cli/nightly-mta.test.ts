import { simpleParser } from 'mailparser';
import { expect, it, onTestFinished } from 'vitest';
import { makeAuthority } from '../mail/certificates.ts';
import { checkDkim } from '../mail/dkim.ts';
import { makeDkimKey } from '../mail/mail-content.ts';
import { startMailServer, whyNoMailServer } from '../mail/mail-server.ts';
import { nightlyFolder } from './nightly.ts';

const whyNot = whyNoMailServer();
if (whyNot !== undefined) process.stderr.write(`skipped, no real mail server: ${whyNot}\n`);

it.skipIf(whyNot !== undefined)(
  'mails a report through a real mail server, secured and signed, with all that belongs to it',
  { timeout: 60_000 },
  async () => {
    const { ca, here } = makeAuthority();
    const { dkim, publicKey } = makeDkimKey();
    const server = await startMailServer(here);
    onTestFinished(() => server.stop());
    const { run, write } = nightlyFolder({
      smtp: {
        ...{ host: server.host, port: server.port, tls: 'starttls', ca: 'ca.pem' },
        dkim: { domain: dkim.domain, selector: dkim.selector, key: { file: 'dkim.pem' } },
      },
      attach: ['pdf', 'csv', 'html'],
      thresholds: { bounces: '5%' },
      replyTo: 'Deliverability <deliverability@example.com>',
      reports: [
        {
          ...{ name: 'nightly', dump: 'dump.ndjson' },
          to: ['Anna Weber <anna@example.com>', { address: 'claire@example.com', locale: 'fr' }],
        },
      ],
    });
    write('ca.pem', ca);
    write('dkim.pem', dkim.privateKey);
    expect(await run(['run', '--date', '2026-11-22'])).toMatchObject({
      status: 0,
      stdout: 'nightly 2026-11-22 sale: 2 mailed\n',
    });

    await expect.poll(() => server.mailbox().length, { timeout: 10_000 }).toBe(2);
    const delivered = (recipient: string): Buffer =>
      server.mailbox().find(({ to }) => to === recipient)?.message ?? Buffer.alloc(0);
    const message = delivered('anna@example.com');
    const mail = await simpleParser(message, { skipImageLinks: true });
    expect(mail.subject).toBe('⚠ The sale: 90.0% delivered, 10.0% bounced');
    expect(mail.from?.text).toBe('"Reports" <reports@example.com>');
    expect(mail.replyTo?.text).toBe('"Deliverability" <deliverability@example.com>');
    expect(mail.to).toMatchObject({ text: '"Anna Weber" <anna@example.com>' });
    expect(mail.messageId).toMatch(/^<[0-9a-f]{32}@example\.com>$/);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');

    // Both parts say what is the matter.
    const warning = 'over the limit of 5%';
    expect(mail.text?.replace(/\s+/g, ' ')).toContain(warning);
    expect(mail.html).toContain(warning);
    // Every picture of the HTML is a part of the mail, and none is besides.
    const pictures = mail.attachments.filter(({ related }) => related);
    const asked = [...String(mail.html).matchAll(/src="cid:([^"]+)"/g)].map(([, cid]) => cid);
    expect(pictures.map(({ cid }) => cid).sort()).toEqual([...new Set(asked)].sort());
    expect(pictures.length).toBeGreaterThan(1);
    for (const { content } of pictures) expect(content.subarray(1, 4).toString()).toBe('PNG');

    const files = mail.attachments.filter(({ related }) => !related);
    expect(files.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['sale.pdf', 'application/pdf'],
      ['sale-csv.zip', 'application/zip'],
      ['sale.html', 'text/html'],
    ]);
    expect(files[0]?.content.subarray(0, 5).toString()).toBe('%PDF-');

    const holds = { domain: 'example.com', bodyHolds: true, headersHold: true };
    expect(checkDkim(message, publicKey)).toMatchObject(holds);
    const french = delivered('claire@example.com');
    expect(checkDkim(french, publicKey)).toMatchObject(holds);
    expect((await simpleParser(french)).headers.get('content-language')).toBe('fr');
    expect(message.toString()).toMatch(/^\tby localhost with esmtps /m);
  },
);
