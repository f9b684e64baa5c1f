import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';
import { findDumpFiles } from '../../src/dump/find-files.ts';
import { usualMachineRules } from '../../src/report/machines/rules/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { configOf, oneReport, reportOf, top } from './config-of.ts';

describe('a config that says little', () => {
  it('has defaults for everything else', async () => {
    const { folder, ...config } = await configOf(oneReport());
    expect(config).toEqual({
      path: join(folder, 'config.yaml'),
      output: join(folder, 'output'),
      state: join(folder, 'state'),
      smtp: {
        host: 'mail.example.com',
        port: 587,
        tls: 'starttls',
        ca: null,
        auth: null,
        name: null,
        connections: 2,
        timeout: 60_000,
        retries: { times: 4, pause: 5000 },
        dkim: null,
      },
      reports: [
        {
          name: 'nightly',
          dump: [join(folder, 'dump.ndjson')],
          format: null,
          mapping: null,
          delivery: null,
          time: { kind: 'all' },
          locale: 'en',
          timezone: 'America/New_York',
          layout: null,
          page: 'A4',
          browser: null,
          includeTests: false,
          rawReasons: false,
          keepQuery: false,
          redactDomains: false,
          machines: usualMachineRules,
          write: ['pdf', 'csv'],
          attach: ['pdf'],
          from: { address: 'reports@example.com', name: null },
          replyTo: null,
          subject: null,
          to: [{ address: 'anna@example.com', name: null, locale: null }],
          notify: [],
          thresholds: {},
          compare: 10,
          retryWindow: 302_400_000,
          skipUnchanged: false,
          incremental: false,
          schedule: null,
        },
      ],
    });
  });

  it('takes the language from the environment', async () => {
    const { reports } = await configOf(oneReport(), { environment: { LANG: 'fr_FR.UTF-8' } });
    expect(reports[0].locale).toBe('fr');
  });

  it.each([
    ['implicit', 465],
    ['starttls', 587],
    ['opportunistic', 25],
    ['none', 25],
  ])('with %s goes to port %d', async (tls, port) => {
    const text = oneReport().replace('{ host: mail.example.com }', `{ host: localhost, tls: ${tls} }`);
    expect((await configOf(text)).smtp).toMatchObject({ tls, port });
  });
});

describe('a config that says everything', () => {
  it('is read as it says', async () => {
    const { folder, ...config } = await configOf(`
$schema: ../config.schema.json
output: /srv/reports
state: ../state
smtp:
  host: mail.example.com
  port: 2525
  tls: implicit
  ca: ca.pem
  user: reports
  password: { file: secrets/password }
  name: reports.example.com
  connections: 5
  timeout: 2m
  retries: { times: 0, pause: 1s }
  dkim: { domain: example.com, selector: mail, key: "\${DKIM_KEY}" }
from: 'Reports, all of them <reports@example.com>'
reports:
  - name: weekly
    dump: [dumps, "more/*.csv"]
    format: [sendgrid, "ses=ses/*.json"]
    mapping: map.yaml
    delivery: "2024"
    window: week
    to: anna@example.com
    locale: fr
    timezone: europe/paris
    layout: layout.json
    page: Letter
    browser: bundled
    subject: "{{report}}: {{totals.sent}}"
    attach: html
    write: []
    thresholds: { delivered: 95%, bounces: 0.05, errors: 0.7%, complaints: 0 }
    compare: 0
    retryWindow: 48h
    skipUnchanged: true
    incremental: true
    schedule: { cron: "0 7 * * MON", timezone: asia/tokyo }
    includeTests: true
    rawReasons: true
    redactDomains: true
    machines: { fast-click: 3s }
    from: weekly@example.com
    replyTo: Anna <anna@example.com>
    notify: [boss@example.com, Boss <BOSS@example.com>]
`);
    expect(config).toMatchObject({
      output: '/srv/reports',
      state: join(folder, '../state'),
      smtp: {
        host: 'mail.example.com',
        port: 2525,
        tls: 'implicit',
        ca: join(folder, 'ca.pem'),
        auth: { user: 'reports', password: { file: join(folder, 'secrets/password') } },
        name: 'reports.example.com',
        connections: 5,
        timeout: 120_000,
        retries: { times: 0, pause: 1000 },
        dkim: { domain: 'example.com', selector: 'mail', key: { env: 'DKIM_KEY' } },
      },
    });
    expect(config.reports).toEqual([
      {
        name: 'weekly',
        dump: [join(folder, 'dumps'), join(folder, 'more/*.csv')],
        format: ['sendgrid', `ses=${join(folder, 'ses/*.json')}`],
        mapping: join(folder, 'map.yaml'),
        delivery: '2024',
        time: { kind: 'period', period: 'week' },
        locale: 'fr',
        timezone: 'Europe/Paris',
        layout: join(folder, 'layout.json'),
        page: 'Letter',
        browser: 'bundled',
        subject: '{{report}}: {{totals.sent}}',
        attach: ['html'],
        write: [],
        thresholds: { delivered: 0.95, bounces: 0.05, errors: 0.007, complaints: 0 },
        compare: 0,
        retryWindow: 172_800_000,
        skipUnchanged: true,
        incremental: true,
        schedule: { cron: '0 7 * * MON', timezone: 'Asia/Tokyo' },
        includeTests: true,
        rawReasons: true,
        keepQuery: false,
        redactDomains: true,
        machines: { ...usualMachineRules, 'fast-click': { seconds: 3, links: null } },
        from: { address: 'weekly@example.com', name: null },
        replyTo: { address: 'anna@example.com', name: 'Anna' },
        notify: [{ address: 'boss@example.com', name: null }],
        to: [{ address: 'anna@example.com', name: null, locale: null }],
      },
    ]);
  });

  it('is the same in JSON, indented by tabs too', async () => {
    const value = {
      smtp: { host: 'mail.example.com' },
      from: 'reports@example.com',
      reports: [{ name: 'nightly', dump: 'dump.ndjson', to: 'anna@example.com' }],
    };
    const json = await configOf(JSON.stringify(value, null, '\t'), { name: 'config.json' });
    const yaml = await configOf(oneReport());
    expect(json.reports[0].to).toEqual(yaml.reports[0].to);
    expect(json.smtp).toEqual(yaml.smtp);
  });
});

describe('what stands at the top', () => {
  const all = `
locale: fr
timezone: Europe/Paris
layout: layout.json
page: Letter
browser: chromium
subject: all of them
attach: [csv]
write: [email]
thresholds: { delivered: 95%, bounces: 5% }
skipUnchanged: true
schedule: 0 7 * * *
includeTests: true
rawReasons: true
replyTo: answers@example.com
notify: boss@example.com
`;

  it('is for every report', async () => {
    const report = await reportOf('', all);
    expect(report).toMatchObject({
      locale: 'fr',
      timezone: 'Europe/Paris',
      page: 'Letter',
      subject: 'all of them',
      attach: ['csv'],
      write: ['email'],
      thresholds: { delivered: 0.95, bounces: 0.05 },
      skipUnchanged: true,
      schedule: { cron: '0 7 * * *', timezone: 'Europe/Paris' },
      includeTests: true,
      rawReasons: true,
      keepQuery: false,
      redactDomains: false,
      replyTo: { address: 'answers@example.com' },
      notify: [{ address: 'boss@example.com' }],
    });
    expect(report.layout).toMatch(/\/layout\.json$/);
    expect(report.browser).toMatch(/\/chromium$/);
  });

  it('gives way to what the report says', async () => {
    const own = `
locale: en
timezone: UTC
page: A4
subject: mine
attach: []
write: pdf
skipUnchanged: false
schedule: 30 6 * * *
includeTests: false
rawReasons: false
replyTo: mine@example.com
notify: []
`;
    expect(await reportOf(own, all)).toMatchObject({
      locale: 'en',
      timezone: 'UTC',
      page: 'A4',
      subject: 'mine',
      attach: [],
      write: ['pdf'],
      skipUnchanged: false,
      schedule: { cron: '30 6 * * *', timezone: 'UTC' },
      includeTests: false,
      rawReasons: false,
      keepQuery: false,
      redactDomains: false,
      replyTo: { address: 'mine@example.com' },
      notify: [],
    });
  });

  it('keeps the thresholds that the report does not name', async () => {
    const { thresholds } = await reportOf('thresholds: { bounces: 10%, errors: 1% }\n', all);
    expect(thresholds).toEqual({ delivered: 0.95, bounces: 0.1, errors: 0.01 });
  });
});

describe('the window', () => {
  it.each([
    ['all', { kind: 'all' }],
    ['day', { kind: 'period', period: 'day' }],
    ['month', { kind: 'period', period: 'month' }],
    ['24h', { kind: 'last', milliseconds: 86_400_000 }],
    ['90s', { kind: 'last', milliseconds: 90_000 }],
  ])('%s', async (window, time) => {
    expect((await reportOf(`window: ${window}\n`)).time).toEqual(time);
  });
});

describe('the schedule', () => {
  it('is in the wall time of the report unless it names a zone', async () => {
    expect((await reportOf('timezone: Asia/Tokyo\nschedule: { cron: 0 7 * * * }\n')).schedule).toEqual({
      cron: '0 7 * * *',
      timezone: 'Asia/Tokyo',
    });
  });
});

describe('the recipients of a report', () => {
  const groups = `
groups:
  marketing:
    - Anna <anna@example.com>
    - { address: ben@example.com, name: Ben, locale: fr }
  paris:
    locale: fr
    members: [claire@example.com, { address: dan@example.com, locale: en }, ANNA@example.com]
  nobody: []
`;
  const recipientsOf = async (to: string) =>
    (await configOf(`${top}${groups}reports: [{ name: a, dump: d, to: ${to} }]`)).reports[0].to;

  it('are the members of a group, in their own language or in that of the group', async () => {
    expect(await recipientsOf('marketing')).toEqual([
      { address: 'anna@example.com', name: 'Anna', locale: null },
      { address: 'ben@example.com', name: 'Ben', locale: 'fr' },
    ]);
    expect(await recipientsOf('[paris]')).toEqual([
      { address: 'claire@example.com', name: null, locale: 'fr' },
      { address: 'dan@example.com', name: null, locale: 'en' },
      { address: 'ANNA@example.com', name: null, locale: 'fr' },
    ]);
  });

  it('are people who are named one by one', async () => {
    const to = '[Eve <eve@example.com>, { address: fay@example.com, name: Fay, locale: fr }]';
    expect(await recipientsOf(to)).toEqual([
      { address: 'eve@example.com', name: 'Eve', locale: null },
      { address: 'fay@example.com', name: 'Fay', locale: 'fr' },
    ]);
    expect(await recipientsOf('{ address: fay@example.com }')).toHaveLength(1);
  });

  it('are each one recipient however often they are reached, and as they were reached first', async () => {
    const to = '[nobody, Anna Weber <Anna@Example.com>, marketing, paris, anna@example.com]';
    expect((await recipientsOf(to)).map(({ address, name, locale }) => [address, name, locale])).toEqual([
      ['Anna@Example.com', 'Anna Weber', null],
      ['ben@example.com', 'Ben', 'fr'],
      ['claire@example.com', null, 'fr'],
      ['dan@example.com', null, 'en'],
    ]);
  });
});

describe('paths', () => {
  it('start at the folder of the config, whose name is no pattern', async () => {
    const folder = join(temporaryFolder(), 'all [our] (reports)');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.csv'), '');
    const path = join(folder, 'config.yaml');
    writeFileSync(path, oneReport().replace('dump.ndjson', '["*.csv", a.csv, "{{date}}/x.csv"]'));
    const [pattern = '', ...files] = (await readConfig(path, {})).reports[0].dump;
    expect(files).toEqual([join(folder, 'a.csv'), join(folder, '{{date}}/x.csv')]);
    const found = await findDumpFiles([pattern], temporaryFolder());
    expect(found.map((file) => resolve(file.path))).toEqual([join(folder, 'a.csv')]);
  });
});
