import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { run } from './run.ts';

const sample = 'samples/native.ndjson';
const earlier = 'test/render/reports/typical.json';
const pictures = [
  'bounce-categories.png',
  'email-performance-narrow.png',
  'email-performance.png',
  'sending-statistics.png',
];

describe('--email', () => {
  it('writes the mail and, in a folder beside it, its pictures', async () => {
    const output = temporaryFolder();
    const { status, stdout } = await run([sample, '-o', output, '--email', '--timezone', 'Europe/Paris']);
    expect(status).toBe(0);
    const folder = join(output, 'winter-sale');
    expect(readdirSync(join(folder, 'email')).sort()).toEqual(pictures);
    const html = readFileSync(join(folder, 'email.html'), 'utf8');
    for (const name of pictures) expect(html).toContain(`src="email/${name}"`);
    const paths = stdout.trimEnd().split('\n');
    expect(paths).toContain(join(folder, 'email.html'));
    for (const name of pictures) expect(paths).toContain(join(folder, 'email', name));
  });

  it('writes the whole message, which a mail program opens ready to be addressed', async () => {
    const output = temporaryFolder();
    const written = async (): Promise<Buffer> => {
      const environment = { SOURCE_DATE_EPOCH: '1795000000' };
      const options = ['-o', output, '--email', '--locale', 'fr'];
      expect(await run([sample, ...options], { env: environment })).toMatchObject({ status: 0 });
      return readFileSync(join(output, 'winter-sale', 'email.eml'));
    };
    const message = await written();
    const mail = await simpleParser(message);
    expect(mail.subject).toMatch(/^Winter sale\u202f: 96,6\u202f% délivrés/);
    expect(mail.date).toEqual(new Date(1_795_000_000_000));
    expect([mail.from, mail.to]).toEqual([undefined, undefined]);
    expect(mail.headers.get('x-unsent')).toBe('1');
    expect(mail.text).toContain('Délivrés');
    expect(mail.attachments.map(({ related, contentType }) => ({ related, contentType }))).toEqual(
      pictures.map(() => ({ related: true, contentType: 'image/png' })),
    );
    // The parser has put the pictures into the HTML: none that it asks for is missing.
    expect(mail.html).not.toContain('cid:');
    expect(message.length).toBeLessThan(500_000);
    expect((await written()).equals(message)).toBe(true);
  });

  it.each(['soon', '-1', '1795000000.5', '99999999999999'])(
    'is not dated %s: that is no time',
    async (time) => {
      const environment = { SOURCE_DATE_EPOCH: time };
      const { status, stderr } = await run([sample, '-o', temporaryFolder(), '--email'], {
        env: environment,
      });
      expect({ status, stderr }).toEqual({
        status: 64,
        stderr: expect.stringMatching(/^email-live-report: SOURCE_DATE_EPOCH: "[^"]+" is no time \(.*\)\n$/),
      });
    },
  );

  it('tells a machine of them with --json', async () => {
    const output = temporaryFolder();
    const { stdout } = await run([sample, '-o', output, '--email', '--json']);
    expect(JSON.parse(stdout).reports[0].files).toMatchObject({
      email: join(output, 'winter-sale', 'email.html'),
      emailMessage: join(output, 'winter-sale', 'email.eml'),
      emailPictures: { length: 4 },
    });
  });

  it('gives the same bytes from report.json as from the dump', async () => {
    const [first, second] = [temporaryFolder(), temporaryFolder()];
    await run([sample, '-o', first, '--email', '--locale', 'fr', '--timezone', 'Asia/Kolkata']);
    const report = join(first, 'winter-sale', 'report.json');
    await run([report, '-o', second, '--email', '--locale', 'fr']);
    for (const file of ['email.html', ...pictures.map((name) => join('email', name))]) {
      const [one, other] = [first, second].map((output) => readFileSync(join(output, 'winter-sale', file)));
      expect(one?.equals(other ?? Buffer.alloc(0)), file).toBe(true);
    }
  });

  it('leaves no picture of an earlier mail behind, nor the mail of other figures', async () => {
    const output = temporaryFolder();
    const folder = join(output, 'winter-sale');
    mkdirSync(join(folder, 'email'), { recursive: true });
    writeFileSync(join(folder, 'email', 'error-reasons.png'), '');
    await run([sample, '-o', output, '--email']);
    expect(readdirSync(join(folder, 'email')).sort()).toEqual(pictures);
    await run([sample, '-o', output]);
    expect(existsSync(join(folder, 'email.html'))).toBe(false);
    expect(existsSync(join(folder, 'email.eml'))).toBe(false);
    expect(existsSync(join(folder, 'email'))).toBe(false);
  });
});

describe('--earlier', () => {
  it('names the report that the mail compares with', async () => {
    const output = temporaryFolder();
    await run([sample, '-o', output, '--email', '--earlier', earlier, '--timezone', 'UTC', '--locale', 'en']);
    expect(readFileSync(join(output, 'winter-sale', 'email.html'), 'utf8')).toMatch(
      /Compared with Spring sale 2026: early access for members, 12 Mar 2026: delivered\s9\d\.\d% \([+−]\d/,
    );
  });

  it('is refused without a mail', async () => {
    const { status, stderr } = await run([sample, '-o', temporaryFolder(), '--earlier', earlier]);
    expect(status).toBe(64);
    expect(stderr).toContain(
      '--earlier is what a mail is compared with, and none is made (give --email too)',
    );
  });

  it('must be a report', async () => {
    const { status, stderr } = await run([sample, '-o', temporaryFolder(), '--email', '--earlier', sample]);
    expect(status).toBe(65);
    expect(stderr).toContain(`${sample}: not a readable report.json`);
  });
});
