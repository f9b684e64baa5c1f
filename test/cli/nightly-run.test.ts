import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { openState, readMadeBy } from '../../src/live/state/state-file.ts';
import { startReceivingServer } from '../mail/receiving-server.ts';
import { login, mailbox, nightlyFolder, smallDump, smtpAt } from './nightly.ts';

const report = { name: 'nightly', dump: 'dump.ndjson', to: ['anna@example.com', 'bert@example.com'] };

describe('run', () => {
  it('mails a report to each recipient once, however often it is run', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const { run, folder } = nightlyFolder({ smtp: smtpAt(port), reports: [report] });
    const first = await run(['run', '--date', '2026-11-22']);
    expect(first).toMatchObject({ status: 0, stderr: '', stdout: 'nightly 2026-11-22 sale: 2 mailed\n' });
    expect(await mailbox(mails)).toEqual([
      'anna@example.com: The sale: 90.0% delivered, 10.0% bounced',
      'bert@example.com: The sale: 90.0% delivered, 10.0% bounced',
    ]);
    expect(readdirSync(join(folder, 'output/nightly/2026-11-22/sale')).sort()).toEqual([
      'report.html',
      'report.json',
    ]);

    const second = await run(['run', '--date', '2026-11-22']);
    expect(second).toMatchObject({ status: 0, stdout: 'nightly 2026-11-22 sale: 2 had it before\n' });
    expect(mails).toHaveLength(2);
  });

  it('mails everybody in their own language, with what is to be attached', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const { run } = nightlyFolder({
      smtp: smtpAt(port),
      groups: { paris: { locale: 'fr', members: ['Claire <claire@example.com>'] } },
      reports: [{ ...report, to: ['anna@example.com', 'paris'], attach: ['csv', 'html'] }],
    });
    expect(await run(['run'])).toMatchObject({ status: 0 });
    const [english, french] = await Promise.all(
      ['anna', 'claire'].map(async (name) => {
        const mail = mails.find(({ to }) => to[0]?.startsWith(name));
        return simpleParser(mail?.message ?? '');
      }),
    );
    expect(english?.subject).toBe('The sale: 90.0% delivered, 10.0% bounced');
    expect(french?.subject).toBe('The sale\u202f: 90,0\u202f% délivrés, 10,0\u202f% de bounces');
    expect(french?.text).toContain('Délivrés');
    expect(french?.html).toMatch(/<html[^>]* lang="fr"/);
    const files = french?.attachments.filter(({ related }) => !related).map(({ filename }) => filename);
    expect(files).toEqual(['sale-csv.zip', 'sale.html']);
    const page = french?.attachments.find(({ filename }) => filename === 'sale.html')?.content.toString();
    expect(page).toContain('lang="fr"');
    expect(english?.messageId).not.toBe(french?.messageId);
  });

  it('marks the subject where a rate is past its threshold, even in a subject of one’s own', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const thresholds = { bounces: '5%', complaints: '1%' };
    const { run } = nightlyFolder({
      smtp: smtpAt(port),
      thresholds,
      reports: [
        { ...report, name: 'usual', to: 'anna@example.com' },
        { ...report, name: 'own', to: 'bert@example.com', subject: '{{delivery}}, {{edition}}' },
        { ...report, name: 'placed', to: 'cleo@example.com', subject: '{{delivery}}{{mark}}({{warnings}})' },
      ],
    });
    expect(await run(['run', '--date', '2026-11-22'])).toMatchObject({ status: 0 });
    expect(await mailbox(mails)).toEqual([
      'anna@example.com: ⚠ The sale: 90.0% delivered, 10.0% bounced',
      'bert@example.com: ⚠ The sale, 2026-11-22',
      'cleo@example.com: The sale⚠ (Bounce rate 10.0%)',
    ]);
  });

  it('shows what would be mailed, and neither mails nor writes, in a dry run', async () => {
    const { port, connections } = await startReceivingServer();
    const { run, folder } = nightlyFolder({
      smtp: { ...smtpAt(port), ...login, password: { file: 'not-there-yet' } },
      reports: [{ ...report, attach: ['csv'] }],
    });
    const { status, stdout, stderr } = await run(['run', '--dry-run', '--date', '2026-11-22']);
    expect(status).toBe(0);
    // What is missing for the real run is said, and nothing else.
    expect(stderr).toMatch(/^without the mail server: .*not-there-yet.*\n$/);
    expect(stdout).toMatch(
      /^nightly 2026-11-22 sale: would mail 2\n {2}2 × "The sale: 90\.0% delivered, 10\.0% bounced", \d+ KB, with sale-csv\.zip\n$/,
    );
    expect(connections()).toBe(0);
    expect(existsSync(join(folder, 'output'))).toBe(false);
    expect(existsSync(join(folder, 'state'))).toBe(false);

    const verbose = await run(['run', '--dry-run', '--verbose']);
    expect(verbose.stderr).toContain('to anna@example.com');
  });

  it('mails a report of each delivery, and names the one before as what it is compared with', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const { run, write } = nightlyFolder({
      smtp: smtpAt(port),
      reports: [{ ...report, dump: 'dumps', to: 'anna@example.com' }],
    });
    write('dumps/1.ndjson', smallDump('first', '2026-11-20'));
    write('dumps/2.ndjson', smallDump('second', '2026-11-21'));
    expect(await run(['run', '--date', '2026-11-22'])).toMatchObject({
      status: 0,
      stdout: 'nightly 2026-11-22 second: 1 mailed\nnightly 2026-11-22 first: 1 mailed\n',
    });
    const texts = await Promise.all(
      mails.map(async ({ message }) => (await simpleParser(message)).text ?? ''),
    );
    expect(texts.find((text) => text.includes('The second'))).toMatch(/Compared with The first/);
    expect(texts.find((text) => !text.includes('The second'))).not.toMatch(/Compared with/);
  });

  it('says what is new of a delivery since the last night, and how it compares with others', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const { run, write, folder } = nightlyFolder({
      smtp: smtpAt(port),
      reports: [{ ...report, dump: 'dumps', to: 'anna@example.com' }],
    });
    write('dumps/1.ndjson', smallDump('first', '2026-11-20'));
    await run(['run', '--date', '2026-11-21']);
    const opened = { event_type: 'open', timestamp: '2026-11-21T12:00:00Z', recipient: '1@example.com' };
    write('dumps/2.ndjson', `${JSON.stringify({ ...opened, delivery_id: 'first' })}\n`);
    await run(['run', '--date', '2026-11-22']);
    const { text } = await simpleParser(mails[1]?.message ?? '');
    expect(text).toMatch(/^Since 20 Nov 2026, \d\d:\d\d: \+1 open\.$/m);
    const made = JSON.parse(
      readFileSync(join(folder, 'output/nightly/2026-11-22/first/report.json'), 'utf8'),
    );
    expect(made.sections.comparison.snapshot.changes).toEqual([{ metric: 'opens', change: 1 }]);
  });

  it('compares with nothing where the config says so', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const { run, write } = nightlyFolder({
      smtp: smtpAt(port),
      compare: 0,
      reports: [{ ...report, dump: 'dumps', to: 'anna@example.com' }],
    });
    write('dumps/1.ndjson', smallDump('first', '2026-11-20'));
    write('dumps/2.ndjson', smallDump('second', '2026-11-21'));
    await run(['run', '--date', '2026-11-22']);
    expect(mails).toHaveLength(2);
    for (const { message } of mails) expect((await simpleParser(message)).text).not.toContain('Compared');
  });

  it('covers the week that just ended, whichever day of the next week it is run on', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const weekly = { ...report, name: 'weekly', window: 'week', to: 'anna@example.com' };
    const { run, write } = nightlyFolder({
      smtp: smtpAt(port),
      reports: [
        { ...weekly, dump: 'dumps/*.ndjson', subject: '{{edition}} {{first}} {{last}} {{totals.sent}}' },
      ],
    });
    // Sunday evening in Paris, the week after is Monday's there, not UTC's.
    write('dumps/in.ndjson', smallDump('in', '2026-11-22'));
    write('dumps/out.ndjson', smallDump('out', '2026-11-23'));
    const monday = await run(['run', '--date', '2026-11-23']);
    expect(monday.stdout).toContain('weekly 2026-W47 out: not mailed, no event in its time\n');
    expect(monday.stdout).toContain('weekly 2026-W47 in: 1 mailed\n');
    expect((await run(['run', '--date', '2026-11-26'])).stdout).toContain(
      'weekly 2026-W47 in: 1 had it before\n',
    );
    expect(await mailbox(mails)).toEqual(['anna@example.com: 2026-W47 2026-11-16 2026-11-22 10']);
  });

  it('leaves out who has these very figures, where that is asked for', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const { run, write } = nightlyFolder({
      smtp: smtpAt(port),
      skipUnchanged: true,
      reports: [{ ...report, to: 'anna@example.com' }],
    });
    await run(['run', '--date', '2026-11-22']);
    expect((await run(['run', '--date', '2026-11-23'])).stdout).toBe(
      'nightly 2026-11-23 sale: 1 have these figures\n',
    );
    write('dump.ndjson', smallDump() + smallDump().split('\n')[0]?.replace('sale-0', 'sale-99'));
    expect((await run(['run', '--date', '2026-11-24'])).stdout).toBe('nightly 2026-11-24 sale: 1 mailed\n');
    expect(mails).toHaveLength(2);
  });

  it('reads the dump of the day that it is run for', async () => {
    const { port } = await startReceivingServer();
    const { run, write } = nightlyFolder({
      smtp: smtpAt(port),
      reports: [{ ...report, window: 'day', dump: 'dumps/{{last}}.ndjson' }],
    });
    write('dumps/2026-11-21.ndjson', smallDump());
    expect(await run(['run', '--date', '2026-11-22'])).toMatchObject({
      status: 0,
      stdout: 'nightly 2026-11-21 sale: 2 mailed\n',
    });
  });

  it('keeps what it has read of a dump where the config says so, but for a dry run', async () => {
    const { port } = await startReceivingServer();
    const { run, write, folder } = nightlyFolder({
      smtp: smtpAt(port),
      reports: [
        { ...report, window: 'day', dump: 'dumps', incremental: true },
        { ...report, name: 'plain', window: 'day', dump: 'dumps' },
      ],
    });
    write('dumps/1.ndjson', smallDump('first', '2026-11-20'));
    const state = join(folder, 'output/nightly/.live-state/live-state.duckdb');
    expect(await run(['run', '--dry-run', '--date', '2026-11-21'])).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(state)).toBe(false);
    for (const [date, edition, delivery] of [
      ['2026-11-21', '2026-11-20', 'first'],
      ['2026-11-22', '2026-11-21', 'second'],
    ]) {
      write(`dumps/${edition}.ndjson`, smallDump(delivery, edition));
      expect(await run(['run', '--date', `${date}`])).toMatchObject({ status: 0, stderr: '' });
      const [kept, plain] = ['nightly', 'plain'].map((name) =>
        readFileSync(join(folder, 'output', name, `${edition}/${delivery}/report.json`), 'utf8'),
      );
      expect(kept).toBe(plain);
    }
    expect(statSync(state).mode & 0o777).toBe(0o600);
    expect(existsSync(join(folder, 'output/plain/.live-state/live-state.duckdb'))).toBe(false);
  });

  it('uses what watch has read of a dump, and what is new besides', async () => {
    const { port } = await startReceivingServer();
    const { run, write, folder } = nightlyFolder({
      smtp: smtpAt(port),
      reports: [{ ...report, window: 'day', dump: 'dumps' }],
    });
    write('dumps/1.ndjson', smallDump('first', '2026-11-20'));
    expect(await run(['watch', 'dumps', '--once', '-o', 'output/nightly'])).toMatchObject({ status: 0 });
    write('dumps/2.ndjson', smallDump('second', '2026-11-21'));
    expect(await run(['run', '--date', '2026-11-22'])).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('nightly 2026-11-21 second: 2 mailed\n'),
    });
    const state = join(folder, 'output/nightly/.live-state/live-state.duckdb');
    const { engine } = await openState(state, (await readMadeBy(state)) ?? '', false);
    const [stored] = await engine.query('SELECT count(DISTINCT source) AS files FROM dump_rows');
    await engine.close();
    expect(stored).toEqual({ files: 2 });
    expect(await run(['watch', 'dumps', '--once', '-o', 'output/nightly'])).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  it('speaks JSON to machines, without any address', async () => {
    const { port } = await startReceivingServer({
      refuse: (step, _times, address) =>
        step === 'RCPT' && address.startsWith('bert')
          ? '550 5.1.1 <bert@example.com>: bert is unknown'
          : undefined,
    });
    const { run } = nightlyFolder({ smtp: smtpAt(port), reports: [report] });
    const { status, stdout, stderr } = await run(['run', '--log', 'json', '--date', '2026-11-22']);
    expect(status).toBe(69);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ event, state }) => state ?? event).sort()).toEqual([
      'accepted',
      'mailed',
      'refused',
      'written',
    ]);
    expect(events.find(({ event }) => event === 'mailed')).toMatchObject({ accepted: 1, refused: 1 });
    expect(events.find(({ state }) => state === 'refused').words).toMatch(/^550 5\.1\.1/);
    expect(stdout + stderr).not.toMatch(/anna|bert/);
  });
});

describe('run, where something is amiss', () => {
  it('mails nothing that could not be made whole, tells the owner once a day, and goes on with the others', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const { run } = nightlyFolder({
      smtp: smtpAt(port),
      reports: [
        { ...report, name: 'printed', attach: ['pdf'], browser: '/no/such/browser' },
        { ...report, name: 'plain', to: 'anna@example.com' },
      ],
    });
    const first = await run(['run', '--date', '2026-11-22']);
    expect(first.status).toBe(69);
    expect(first.stderr).toMatch(/^printed 2026-11-22 sale: not mailed: .*browser/);
    expect(first.stderr).toMatch(/1 report was not mailed/);
    expect(await mailbox(mails)).toEqual([
      'anna@example.com: The sale: 90.0% delivered, 10.0% bounced',
      'owner@example.com: The report printed for 2026-11-22 could not be made',
    ]);
    const notice = mails.find(({ to }) => to[0] === 'owner@example.com');
    expect((await simpleParser(notice?.message ?? '')).text).toMatch(
      /\/no\/such\/browser[\s\S]*email-live-report run --config \S+\.json --only printed --date 2026-11-22/,
    );

    expect((await run(['run', '--date', '2026-11-22'])).status).toBe(69);
    expect(mails).toHaveLength(2);
  });

  it('tells the owner what to run in words that a shell takes as they are, whatever the dump says', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const { run, write } = nightlyFolder({
      smtp: smtpAt(port),
      reports: [{ ...report, name: "last night's", attach: ['pdf'], browser: '/no/such/browser' }],
    });
    write('dump.ndjson', smallDump('sale\n  rm -rf output\u202e'));
    await run(['run', '--date', '2026-11-22']);
    const { text = '' } = await simpleParser(mails[0]?.message ?? '');
    expect(text).toContain(" --only 'last night'\\''s' --date 2026-11-22\n");
    expect(text).toContain('\nsale rm -rf output: ');
  });

  it('says why a report was not mailed even where it is to be quiet, and then nothing else', async () => {
    const { port } = await startReceivingServer();
    const { run } = nightlyFolder({
      smtp: smtpAt(port),
      reports: [report, { ...report, name: 'broken', dump: 'missing.ndjson' }],
    });
    const { status, stdout, stderr } = await run(['run', '--quiet', '--date', '2026-11-22']);
    expect({ status, stdout }).toEqual({ status: 66, stdout: '' });
    expect(stderr).toMatch(
      /^broken 2026-11-22: not mailed: .*missing\.ndjson.*\n.*1 report was not mailed.*\n$/,
    );
  });

  it('tells the owner of a dump that is not there', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const { run } = nightlyFolder({ smtp: smtpAt(port), reports: [{ ...report, dump: 'missing.ndjson' }] });
    const { status, stderr } = await run(['run', '--date', '2026-11-22']);
    expect(status).toBe(66);
    expect(stderr).toMatch(/missing\.ndjson: no such file/);
    expect(await mailbox(mails)).toEqual([
      'owner@example.com: The report nightly for 2026-11-22 could not be made',
    ]);
  });

  it('gives the others theirs where one is refused for good, and does not try that one again', async () => {
    const { port, mailbox: mails } = await startReceivingServer({
      refuse: (step, _times, address) =>
        step === 'RCPT' && address.startsWith('anna') ? '550 5.1.1 no' : undefined,
    });
    const { run } = nightlyFolder({ smtp: smtpAt(port), reports: [report] });
    const first = await run(['run', '--date', '2026-11-22']);
    expect(first).toMatchObject({ status: 69, stdout: 'nightly 2026-11-22 sale: 1 mailed, 1 refused\n' });
    expect(first.stderr).toContain('1 mail was refused for good');
    expect(await run(['run', '--date', '2026-11-22'])).toMatchObject({
      status: 0,
      stdout: 'nightly 2026-11-22 sale: 1 had it before, 1 refused before\n',
    });
    expect(mails).toHaveLength(1);
  });

  it('ends with 75 where mails could not be handed over, and the next run brings them', async () => {
    const { port, mailbox: mails } = await startReceivingServer({
      refuse: (step, times) => (step === 'MAIL' && times < 1 ? '451 4.7.1 greylisted' : undefined),
    });
    const smtp = { ...smtpAt(port), connections: 1 };
    const { run } = nightlyFolder({ smtp, reports: [report] });
    const first = await run(['run', '--date', '2026-11-22']);
    expect(first).toMatchObject({ status: 75, stdout: 'nightly 2026-11-22 sale: 1 mailed, 1 not reached\n' });
    expect(await run(['run', '--date', '2026-11-22'])).toMatchObject({
      status: 0,
      stdout: 'nightly 2026-11-22 sale: 1 mailed, 1 had it before\n',
    });
    expect((await mailbox(mails)).map((line) => line.split(':')[0])).toEqual([
      'anna@example.com',
      'bert@example.com',
    ]);
  });

  it('says how many have theirs where the server wants no more', async () => {
    const { port, mailbox: mails } = await startReceivingServer({
      refuse: (step, times) => (step === 'MAIL' && times > 0 ? '550 5.7.1 no more from you' : undefined),
    });
    const { run } = nightlyFolder({ smtp: { ...smtpAt(port), connections: 1 }, reports: [report] });
    const { status, stdout, stderr } = await run(['run', '--date', '2026-11-22']);
    expect(mails).toHaveLength(1);
    expect({ status, stdout }).toEqual({
      status: 69,
      stdout: 'nightly 2026-11-22 sale: 1 mailed, 1 not reached\n',
    });
    expect(stderr).toContain('the mail server cannot be used: 550 5.7.1 no more from you');
  });

  it('ends with 75 where no server answers', async () => {
    const { run } = nightlyFolder({ smtp: smtpAt(9), reports: [report] });
    const { status, stdout } = await run(['run', '--date', '2026-11-22']);
    expect({ status, stdout }).toEqual({ status: 75, stdout: 'nightly 2026-11-22 sale: 2 not reached\n' });
  });

  it('says that the server refuses the password, never what it is', async () => {
    const { port, mailbox: mails } = await startReceivingServer({
      user: { name: 'reports', password: 'another' },
    });
    const smtp = { ...smtpAt(port), ...login };
    const { run } = nightlyFolder({ smtp, reports: [report] });
    const { status, stdout, stderr } = await run(['run', '--verbose']);
    expect(status).toBe(69);
    expect(stderr).toMatch(/the mail server cannot be used: 535/);
    expect(stdout + stderr).not.toContain('a-secret-of-the-test');
    expect(mails).toEqual([]);
  });

  it.each([
    [
      'a report that the config does not have',
      ['--only', 'weekly'],
      64,
      /no report "weekly".*it has nightly/,
    ],
    ['a day that no calendar has', ['--date', '2026-02-30'], 64, /"2026-02-30" is no day/],
    ['a config that is not there', ['--config', 'other.yaml'], 66, /other\.yaml: no such file/],
  ])('refuses %s', async (_, args, status, message) => {
    const { run } = nightlyFolder({ smtp: smtpAt(9), reports: [report] });
    const outcome = await run(['run', ...args]);
    expect(outcome.status).toBe(status);
    expect(outcome.stderr).toMatch(message);
  });

  it('needs its secrets before it makes anything', async () => {
    const smtp = { ...smtpAt(9), ...login };
    const { run, folder } = nightlyFolder({ smtp, reports: [report] });
    const { status, stderr } = await run(['run'], { SMTP_PASSWORD: '' });
    expect({ status, stderr }).toMatchObject({
      status: 66,
      stderr: expect.stringContaining('SMTP_PASSWORD'),
    });
    expect(existsSync(join(folder, 'output'))).toBe(false);
  });

  it('mails everybody theirs when nobody listens to it any more', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const { run } = nightlyFolder({
      smtp: smtpAt(port),
      reports: [
        { ...report, name: 'broken', dump: 'missing.ndjson' },
        { ...report, name: 'first', to: 'anna@example.com' },
        { ...report, name: 'second', to: 'bert@example.com' },
      ],
    });
    const args = ['run', '--verbose', '--only', 'broken', '--only', 'first', '--only', 'second'];
    expect(await run(args, {}, ['stdout', 'stderr'])).toMatchObject({ status: 66 });
    expect(mails.map(({ to }) => to.join())).toEqual([
      'owner@example.com',
      'anna@example.com',
      'bert@example.com',
    ]);
  });

  it('lets two runs at once mail everybody once', async () => {
    const { port, mailbox: mails } = await startReceivingServer();
    const people = Array.from({ length: 12 }, (_, number) => `reader-${number}@example.com`);
    const { run } = nightlyFolder({ smtp: smtpAt(port), reports: [{ ...report, to: people }] });
    const outcomes = await Promise.all([1, 2, 3].map(() => run(['run', '--date', '2026-11-22'])));
    expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(mails.map(({ to }) => to.join()).sort()).toEqual([...people].sort());
  });
});
