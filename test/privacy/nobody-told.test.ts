import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { sampleFormats } from '../../src/sample/format-names.ts';
import { writeSample } from '../../src/sample/write-sample.ts';
import { nightlyFolder, smtpAt } from '../cli/nightly.ts';
import { type Outcome, run } from '../cli/run.ts';
import { startReceivingServer } from '../mail/receiving-server.ts';
import { ndjson } from '../support/report-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { formsOf, partsOf, people } from './people.ts';
import { ajoRows, nativeRows, sendgridRows, start } from './rows-of-people.ts';
import { foundIn, type Told, toldByFile, toldByFolder } from './told-in.ts';

const everybody = people.flatMap(formsOf);

/** A folder to run in, with another one for temporary files. */
function workshop() {
  const folder = temporaryFolder();
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  const told: Told[] = [];
  return {
    folder,
    write: (name: string, content: string | Uint8Array): string => {
      writeFileSync(join(folder, name), content);
      return name;
    },
    /** Runs the command and remembers what it said. */
    run: async (...args: readonly string[]): Promise<Outcome> => {
      const outcome = await run(args, { cwd: folder, env: { TMPDIR: temporary } });
      told.push({ where: 'stdout', text: outcome.stdout }, { where: 'stderr', text: outcome.stderr });
      return outcome;
    },
    /** All that was said and written by now. */
    told: async (...outputs: readonly string[]): Promise<readonly Told[]> => [
      ...told,
      ...(await toldByFolder(temporary)),
      ...(await Promise.all(outputs.map((output) => toldByFolder(join(folder, output))))).flat(),
    ],
  };
}

it('finds people where they are: in what the dumps themselves tell', async () => {
  const told = await toldByFile('dump.ndjson', Buffer.from(ndjson([...nativeRows(), ...ajoRows()])));
  for (const person of people) {
    const forms = formsOf(person).map((form) => form.toLowerCase());
    expect(forms.filter((form) => foundIn(told, [form]).length === 0)).toEqual([]);
  }
});

it('tells nobody by any output of a dump that has people everywhere', { timeout: 240_000 }, async () => {
  const { folder, run, write, told } = workshop();
  write('native.ndjson', ndjson(nativeRows()));
  write('ajo.ndjson', ndjson(ajoRows()));
  write('sendgrid.json', JSON.stringify(sendgridRows()));
  const dumps = ['native.ndjson', 'ajo.ndjson', 'sendgrid.json'];
  const all = ['--csv', '--email', '--pdf', '--json', '--verbose', '--timezone', 'UTC'];
  expect(await run(...dumps, ...all, '-o', 'masked', '--incremental')).toMatchObject({ status: 0 });
  expect(await run(...dumps, ...all, '-o', 'masked', '--incremental')).toMatchObject({ status: 0 });
  expect(
    await run(
      ...dumps,
      '--csv',
      '--email',
      '--raw-reasons',
      '--keep-query',
      '--redact-domains',
      '--compare=masked',
      '-o',
      'raw',
      '--verbose',
    ),
  ).toMatchObject({ status: 0 });
  expect(await run('inspect', ...dumps, '--verbose')).toMatchObject({ status: 0 });
  expect(await run('inspect', ...dumps, '--json')).toMatchObject({ status: 0 });

  const everything = await told('masked', 'raw');
  // What they did to the reports is there to be seen.
  for (const place of [
    /pdf: properties$/,
    /pdf: stream$/,
    /: pack report$/,
    /eml: html$/,
    /rejects\.ndjson$/,
    /\.csv$/,
  ]) {
    expect(everything.filter(({ where }) => place.test(where)).length, String(place)).toBeGreaterThan(0);
  }
  expect(foundIn(everything, everybody)).toEqual([]);
  // With --redact-domains not even the domains are there that so few people have.
  expect(
    foundIn(
      await toldByFolder(join(folder, 'raw')),
      people.map(({ address }) => partsOf(address)[1]),
    ),
  ).toEqual([]);
});

it('tells nobody by what it says of dumps that it cannot read', { timeout: 120_000 }, async () => {
  const { run, write, told } = workshop();
  const text = ndjson(nativeRows());
  const address = people[0]?.address ?? '';
  write('rejected.ndjson', text.replaceAll(/"event_type":"\w+"/g, `"event_type":"${address}"`));
  write('cut.ndjson.gz', gzipSync(text).subarray(0, 900));
  write('cut.json', JSON.stringify(sendgridRows()).slice(0, 3000));
  write('quote.csv', `event_type,timestamp,reason\nsent,${start},"${address}\n`);
  write('unknown.csv', `${address},x\n${address},y\n`);
  write('wrong.parquet', `PAR1${address}PAR1`);
  write('mapping.json', JSON.stringify({ [address]: 1 }));
  write('native.ndjson', text);
  const statuses: (number | null)[] = [];
  for (const args of [
    ['rejected.ndjson'],
    ['inspect', 'rejected.ndjson'],
    ['cut.ndjson.gz'],
    ['cut.json'],
    ['quote.csv'],
    ['unknown.csv'],
    ['wrong.parquet'],
    ['native.ndjson', '--delivery', 'none of them'],
    ['native.ndjson', '--output', 'native.ndjson'],
  ]) {
    statuses.push((await run(...args, '--verbose')).status);
  }
  expect(statuses).not.toContain(0);
  expect(statuses).not.toContain(70);
  expect(foundIn(await told('output'), everybody)).toEqual([]);
});

it('tells nobody by a night’s mails, logs, ledger and state', { timeout: 120_000 }, async () => {
  const { port, mailbox } = await startReceivingServer();
  const reports = [
    { name: 'nightly', dump: 'people.ndjson', to: ['stakeholder@reports.example'], redactDomains: true },
    { name: 'broken', dump: 'broken.ndjson', to: ['stakeholder@reports.example'] },
  ];
  const { folder, run, write } = nightlyFolder({
    smtp: smtpAt(port),
    reports,
    write: ['csv', 'email'],
    attach: ['csv', 'html'],
  });
  write('people.ndjson', ndjson(nativeRows()));
  write('broken.ndjson', ndjson(nativeRows().map((row) => ({ ...row, timestamp: people[0]?.address }))));
  const outcome = await run(['run', '--verbose', '--log', 'json']);
  expect(outcome.stdout).toContain('"event":"mailed"');
  expect(mailbox.length).toBeGreaterThan(1);
  const mails = await Promise.all(mailbox.map(({ message }, number) => toldByFile(`${number}.eml`, message)));
  const told = [
    { where: 'stdout', text: outcome.stdout },
    { where: 'stderr', text: outcome.stderr },
    ...mails.flat(),
    ...(await toldByFolder(join(folder, 'output'))),
    ...(await toldByFolder(join(folder, 'state'))),
  ];
  expect(readdirSync(folder).sort()).toEqual([
    'broken.ndjson',
    'dump.ndjson',
    'email-live-report.config.json',
    'output',
    'people.ndjson',
    'state',
  ]);
  expect(foundIn(told, everybody)).toEqual([]);
  // The few people of each domain are not told by it either.
  expect(foundIn(told, ['quisling.example', 'vandergrift', 'wexcombe.example', 'kilquade'])).toEqual([]);
});

it('tells nobody of the dumps that each sender writes', { timeout: 120_000 }, async () => {
  const { folder, run, told } = workshop();
  mkdirSync(join(folder, 'dumps'));
  for (const format of sampleFormats) {
    const ending = format === 'powermta' ? 'csv' : 'ndjson';
    await writeSample({
      file: join(folder, 'dumps', `${format}.${ending}`),
      recipients: 40,
      seed: 8,
      format,
    });
  }
  const texts = readdirSync(join(folder, 'dumps')).map((name) =>
    readFileSync(join(folder, 'dumps', name), 'utf8'),
  );
  // In a sample a local part of two names and more is that of a person.
  const found = texts.flatMap((text) => [
    ...text.matchAll(/([a-z]+\.[a-z]+\.[a-z0-9]+)(?:@|%40)([a-z0-9-]+(?:\.[a-z0-9-]+)+)/g),
  ]);
  const addresses = new Set(found.map(([, local, domain]) => `${local}@${domain}`));
  expect(addresses.size).toBeGreaterThan(40);
  const words = [...addresses].flatMap((address) => {
    const [local, domain] = partsOf(address);
    return [local, address, `${local}=${domain}`, Buffer.from(address).toString('base64').replace(/=+$/, '')];
  });
  expect(foundIn([{ where: 'dumps', text: texts.join('') }], words).length).toBeGreaterThan(40);
  expect(
    await run('dumps', '--csv', '--email', '--json', '--verbose', '--raw-reasons', '--keep-query'),
  ).toMatchObject({ status: 0 });
  expect(await run('inspect', 'dumps')).toMatchObject({ status: 0 });
  expect(foundIn(await told('output'), words)).toEqual([]);
});
