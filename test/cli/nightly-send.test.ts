import { simpleParser } from 'mailparser';
import { expect, it } from 'vitest';
import { startReceivingServer } from '../mail/receiving-server.ts';
import { mailbox, nightlyFolder, smallDump, smtpAt } from './nightly.ts';

const report = { name: 'nightly', dump: 'dump.ndjson', to: ['anna@example.com'] };

/** A folder with a report in output/sale. */
async function folderWithReport(port: number, config: object = {}) {
  const nightly = nightlyFolder({ smtp: smtpAt(port), reports: [report], ...config });
  const made = await nightly.run(['dump.ndjson', '--locale', 'en', '--timezone', 'Europe/Paris']);
  expect(made.status).toBe(0);
  return nightly;
}

it('mails a report by its folder or its report.json, once a day unless it is asked for again', async () => {
  const { port, mailbox: mails } = await startReceivingServer();
  const { run } = await folderWithReport(port);
  const to = ['--to', 'Cleo <cleo@example.com>'];
  expect(await run(['send', 'output/sale', ...to, '--to', 'dora@example.com'])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^send \d{4}-\d\d-\d\d sale: 2 mailed\n$/),
  });
  expect((await run(['send', 'output/sale/report.json', ...to])).stdout).toContain('1 had it before');
  expect((await run(['send', 'output/sale', ...to, '--again'])).stdout).toContain('1 mailed');
  expect((await mailbox(mails)).map((line) => line.split(':')[0])).toEqual([
    'cleo@example.com',
    'cleo@example.com',
    'dora@example.com',
  ]);
});

it('mails the report of another day, too, if it shows other figures', async () => {
  const { port, mailbox: mails } = await startReceivingServer();
  const { run, write } = await folderWithReport(port);
  const args = ['send', 'output/sale', '--to', 'cleo@example.com'];
  await run(args);
  write('dump.ndjson', smallDump().replace('"sale-0"', '"sale-77"'));
  await run(['dump.ndjson', '--locale', 'en', '--timezone', 'Europe/Paris']);
  expect((await run(args)).stdout).toContain('1 mailed');
  expect((await run(args)).stdout).toContain('1 had it before');
  expect(mails).toHaveLength(2);
});

it('takes language, subject and attachments of its own', async () => {
  const { port, mailbox: mails } = await startReceivingServer();
  const { run } = await folderWithReport(port);
  const { status } = await run([
    ...['send', 'output/sale', '--to', 'claire@example.com', '--locale', 'fr', '--attach', 'csv'],
    ...['--subject', 'Les chiffres de {{delivery}} : {{rates.bounces}}'],
  ]);
  expect(status).toBe(0);
  const mail = await simpleParser(mails[0]?.message ?? '');
  expect(mail.subject).toBe('Les chiffres de The sale : 10,0 %');
  expect(mail.attachments.map(({ filename }) => filename)).toContain('sale-csv.zip');
});

it('compares with an earlier report that is named', async () => {
  const { port, mailbox: mails } = await startReceivingServer();
  const { run } = await folderWithReport(port);
  await run(['send', 'output/sale', '--to', 'cleo@example.com', '--earlier', 'output/sale/report.json']);
  expect((await simpleParser(mails[0]?.message ?? '')).text).toMatch(/Compared with The sale/);
});

it('shows what would be sent in a dry run', async () => {
  const { port, connections } = await startReceivingServer();
  const { run } = await folderWithReport(port);
  const { stdout } = await run(['send', 'output/sale', '--to', 'cleo@example.com', '--dry-run']);
  expect(stdout).toMatch(/would mail 1\n {2}1 × "The sale: /);
  expect(connections()).toBe(0);
});

it.each([
  ['what is no address', ['send', 'output/sale', '--to', 'cleo'], 64, /--to: "cleo" is no address/],
  [
    'a subject that names what there is not',
    ['send', 'output/sale', '--to', 'cleo@example.com', '--subject', '{{nothing}}'],
    64,
    /--subject: knows no nothing/,
  ],
  [
    'a report that is not there',
    ['send', 'output/none', '--to', 'cleo@example.com'],
    66,
    /output\/none: no such file/,
  ],
  [
    'a folder of several reports',
    ['send', 'output', '--to', 'cleo@example.com'],
    66,
    /output: no report\.json in this folder \(name one of sale in it\)/,
  ],
  ['nobody', ['send', 'output/sale'], 64, /to/],
])('refuses %s', async (_, args, status, message) => {
  const { run } = await folderWithReport(9);
  const outcome = await run(args);
  expect(outcome.status).toBe(status);
  expect(outcome.stderr).toMatch(message);
});
