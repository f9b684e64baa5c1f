import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';
import { BadDataError, NoInputError, UsageError } from '../../src/errors.ts';
import { temporaryFile } from '../support/temporary-folder.ts';
import { configOf, errorOf, oneReport, top } from './config-of.ts';

/** A config with its keys on known lines. */
const config = (replace: string, by: string): string => {
  const text = `smtp:
  host: mail.example.com
  user: reports
  password: \${SMTP_PASSWORD}
from: Reports <reports@example.com>
groups:
  marketing:
    - anna@example.com
    - address: ben@example.com
      locale: fr
  paris:
    members: [claire@example.com]
thresholds: { bounces: 5% }
schedule: 0 7 * * *
reports:
  - name: nightly
    dump: dump.ndjson
    to: marketing
  - name: weekly
    dump:
      - one.csv
      - two.csv
    window: week
    to:
      - paris
      - dan@example.com
`;
  if (!text.includes(replace)) throw new Error(`${replace} is not in the config`);
  return text.replace(replace, () => by);
};

it('is right but for what each test makes wrong', async () => {
  await expect(configOf(config('', ''))).resolves.toMatchObject({ reports: [{}, {}] });
});

const mailboxWords = 'must be one address, alone or as in Anna <anna@example.com>';

describe('a config that is wrong says the file, the line, the key and what is wrong', () => {
  it.each([
    // Keys
    ['  host: mail.example.com\n', '', '1: smtp.host: is missing'],
    ['from: Reports <reports@example.com>\n', '', '1: from: is missing'],
    ['    dump: dump.ndjson\n', '', '16: reports.0.dump: is missing'],
    ['    to: marketing\n', '', '16: reports.0.to: is missing'],
    ['locale: fr', 'lang: fr', '10: groups.marketing.1.lang: no such key; there are address, name, locale'],
    ['    members:', '    member:', '12: groups.paris.member: no such key; there are locale, members'],
    [
      'bounces: 5%',
      'bounce: 5%',
      /^13: thresholds\.bounce: no such key; there are delivered, bounces, errors/,
    ],
    [
      '    to: marketing',
      '    recipients: marketing',
      /^18: reports\.0\.recipients: no such key; there are name, dump,/,
    ],
    ['from: Rep', 'sender: Rep', /^5: sender: no such key; there are \$schema, output, state, smtp, from,/],
    // Texts, lists and numbers
    ['name: weekly', 'name: 2026', '19: reports.1.name: must be a text: put it in quotes'],
    ['name: weekly', 'name: ""', '19: reports.1.name: is empty'],
    ['name: weekly', 'name: "a\\nb"', '19: reports.1.name: must be on one line, without control characters'],
    ['name: weekly', `name: ${'x'.repeat(101)}`, '19: reports.1.name: is longer than 100 characters'],
    ['name: weekly', 'name: ../../weekly', /^19: reports\.1\.name: must be the name of a folder/],
    ['name: weekly', 'name: ".."', /^19: reports\.1\.name: must be the name of a folder/],
    ['name: weekly', 'name: Nightly', '19: reports.1.name: is the name of another report, too'],
    ['dump: dump.ndjson', 'dump: []', '17: reports.0.dump: is empty'],
    ['      - two.csv', '      - { two: csv }', '22: reports.1.dump.1: must be a text'],
    ['dump: dump.ndjson', 'dump: { a: b }', '17: reports.0.dump: must be a text or a list'],
    ['schedule:', 'skipUnchanged: "yes"\nschedule:', '14: skipUnchanged: must be true or false'],
    ['  host:', '  port: 70000\n  host:', '2: smtp.port: must be a whole number from 1 to 65535'],
    ['  host:', '  port: x\n  host:', '2: smtp.port: must be a whole number from 1 to 65535'],
    ['  host:', '  connections: 0\n  host:', '2: smtp.connections: must be a whole number from 1 to 20'],
    [
      '  host:',
      '  retries: { times: 2.5 }\n  host:',
      '2: smtp.retries.times: must be a whole number from 0 to 20',
    ],
    ['  host:', '  timeout: 60\n  host:', '2: smtp.timeout: must be a text: put it in quotes'],
    ['  host:', '  timeout: 25d\n  host:', '2: smtp.timeout: must be an hour at most'],
    [
      '  host:',
      '  timeout: 1 minute\n  host:',
      '2: smtp.timeout: is no stretch of time: use a number and s, m, h, d or w, such as 24h',
    ],
    [
      'mail.example.com',
      'mail.example.com:25',
      '2: smtp.host: must be a name or an IP address, and nothing else',
    ],
    ['mail.example.com', '"[::1]"', '2: smtp.host: must be a name or an IP address, and nothing else'],
    ['mail.example.com', 'smtp://mail', '2: smtp.host: must be a name or an IP address, and nothing else'],
    ['  host:', '  tls: ssl\n  host:', '2: smtp.tls: must be one of starttls, implicit, opportunistic, none'],
    ['  user: reports\n', '', '1: smtp.user: comes together with password: one of them is missing'],
    // Words
    ['schedule:', 'attach: docx\nschedule:', '14: attach: must be one of pdf, csv, html'],
    ['schedule:', 'attach: [pdf, docx]\nschedule:', '14: attach.1: must be one of pdf, csv, html'],
    ['schedule:', 'write:\n  - html\nschedule:', '15: write.0: must be one of pdf, csv, email'],
    ['schedule:', 'locale: de\nschedule:', '14: locale: must be one of en, fr'],
    ['schedule:', 'page: A3\nschedule:', '14: page: must be one of A4, Letter'],
    ['schedule:', 'timezone: Mars/Olympus\nschedule:', /^14: timezone: is no time zone: use an IANA name/],
    [
      'window: week',
      'window: year',
      '23: reports.1.window: must be all, day, week, month or a stretch of time such as 24h or 7d',
    ],
    [
      'window: week',
      'format: sendgird',
      /^23: reports\.1\.format: is no format; there are native, ajo, brevo,/,
    ],
    [
      'window: week',
      'format: [ses, "x=*.csv"]',
      /^23: reports\.1\.format\.1: is no format; there are native,/,
    ],
    // Shares
    [
      'bounces: 5%',
      'bounces: 5',
      '13: thresholds.bounces: must be a percentage such as 5%, or a fraction from 0 to 1',
    ],
    [
      'bounces: 5%',
      'bounces: 101%',
      '13: thresholds.bounces: must be a percentage such as 5%, or a fraction from 0 to 1',
    ],
    [
      'bounces: 5%',
      'bounces: some',
      '13: thresholds.bounces: must be a percentage such as 5%, or a fraction from 0 to 1',
    ],
    [
      'bounces: 5%',
      'bounces: -0.1',
      '13: thresholds.bounces: must be a percentage such as 5%, or a fraction from 0 to 1',
    ],
    // Schedules
    [
      '0 7 * * *',
      '0 0 7 * * *',
      '14: schedule: must have five fields: minute, hour, day of the month, month, day of the week',
    ],
    [
      'schedule: 0 7 * * *',
      'schedule: { cron: 0 25 * * * }',
      '14: schedule.cron: is no cron expression: its hour cannot be read',
    ],
    ['schedule: 0 7 * * *', 'schedule: { timezone: UTC }', '14: schedule.cron: is missing'],
    // Addresses
    ['from: Reports <reports@example.com>', 'from: reports', `5: from: ${mailboxWords}`],
    ['from: Reports <reports@example.com>', 'from: a@example.com, b@example.com', `5: from: ${mailboxWords}`],
    ['schedule:', 'notify: [a@example.com, b]\nschedule:', `14: notify.1: ${mailboxWords}`],
    ['    - anna@example.com', '    - anna', `8: groups.marketing.0: ${mailboxWords}`],
    [
      'address: ben@example.com',
      'address: Ben <ben@example.com>',
      '9: groups.marketing.1.address: must be one address, alone',
    ],
    [
      '- dan@example.com',
      '- dan@',
      '26: reports.1.to.1: must be a group, or one address, alone or as in Anna <anna@example.com>',
    ],
    // Groups
    [
      'to: marketing',
      'to: marketeers',
      '18: reports.0.to: is neither a group nor an address; the groups are marketing, paris',
    ],
    [
      '      - paris',
      '      - constructor',
      '25: reports.1.to.0: is neither a group nor an address; the groups are marketing, paris',
    ],
    ['to: marketing', 'to: []', '18: reports.0.to: names nobody'],
    ['  marketing:', '  marketing: []\n  others:', '19: reports.0.to: names nobody'],
    ['  paris:', '  paris@example.com:', '11: groups.…: the name of a group has no @'],
    // Templates
    [
      'schedule:',
      'subject: "{{reprot}}"\nschedule:',
      /^14: subject: knows no reprot; there are date, first, last, report, edition,/,
    ],
    [
      '    window: week',
      '    subject: "{{#if mark}}"',
      '23: reports.1.subject: cannot be read: check its braces',
    ],
    [
      '- two.csv',
      '- "{{delivery}}/two.csv"',
      '22: reports.1.dump.1: knows no delivery; there are date, first, last',
    ],
    [
      'dump: dump.ndjson',
      'dump: "{{day}}.csv"',
      '17: reports.0.dump: knows no day; there are date, first, last',
    ],
    ['schedule:', 'subject: {{delivery}}\nschedule:', '14: braces or brackets stand where a key should be'],
    ['dump: dump.ndjson', 'dump: *.ndjson', '17: a * begins an alias, and there is nothing of its name'],
    ['schedule: 0 7 * * *', 'schedule: */5 * * * *', /^14: /],
    // YAML itself
    ['window: week', 'window: week\n    window: day', '24: Map keys must be unique'],
    ['window: week', 'window: week\n\tlocale: fr', '24: is indented by a tab'],
    ['from: Reports', 'from: "Reports', '27: Missing closing "quote'],
  ])('%j replaced by %j', async (replace, by, message) => {
    const told = await errorOf(config(replace, by));
    if (typeof message === 'string') expect(told).toBe(`config.yaml:${message}`);
    else expect(told.replace('config.yaml:', '')).toMatch(message);
  });

  it('says it where there is nothing at all, or something else', async () => {
    expect(await errorOf('')).toBe('config.yaml:1: must be a map of keys');
    expect(await errorOf('- a\n- b\n')).toBe('config.yaml:1: must be a map of keys');
    expect(await errorOf(`${top}reports: []\n`)).toBe('config.yaml:3: reports: is empty');
    expect(await errorOf(oneReport().replace('to: anna@example.com', 'to: anna'))).toBe(
      'config.yaml:6: reports.0.to: is neither a group nor an address; there are no groups',
    );
  });

  it('takes a mapping for the format of a name that it does not know', async () => {
    const own = 'mapping: map.yaml\nformat: our-mailer\n';
    await expect(configOf(oneReport(own))).resolves.toMatchObject({ reports: [{ format: ['our-mailer'] }] });
  });

  it('finds the line in JSON, too', async () => {
    const text = JSON.stringify(
      { smtp: { host: 'h' }, from: 'a@b.example', reports: [{ name: 'x' }] },
      null,
      2,
    );
    expect(await errorOf(text.replace('"name"', '"nmae"'), { name: 'config.json' })).toMatch(
      /^config\.json:8: reports\.0\.nmae: no such key/,
    );
  });

  it('never holds itself', async () => {
    expect(await errorOf('smtp: &smtp { host: *smtp }\n')).toBe('config.yaml:1: smtp.host: holds itself');
  });

  it('shows no address', async () => {
    for (const wrong of ['anna@example.com, ben@', '{ anna@example.com: fr }', '[anna@example.com@x]']) {
      const told = await errorOf(`${top}reports: [{ name: x, dump: d, to: ${wrong} }]`);
      expect(told.replace('Anna <anna@example.com>', '')).not.toMatch(/anna|ben/);
    }
  });

  it('is of the classes that say what to do', async () => {
    await expect(configOf('')).rejects.toThrow(BadDataError);
    await expect(readConfig('nowhere.yaml', {})).rejects.toThrow(NoInputError);
    await expect(readConfig(temporaryFile('config.toml', ''), {})).rejects.toThrow(UsageError);
    await expect(configOf('')).rejects.toMatchObject({ hint: 'see docs/config.md' });
  });
});
