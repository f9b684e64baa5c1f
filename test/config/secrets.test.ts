import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/config/read-config.ts';
import { readSecret } from '../../src/config/secret.ts';
import { CommandError } from '../../src/errors.ts';
import { temporaryFile } from '../support/temporary-folder.ts';
import { configOf, errorOf, oneReport } from './config-of.ts';

const withSmtp = (smtp: string): string =>
  oneReport().replace('{ host: mail.example.com }', () => `\n  host: h\n${smtp}`);

const words = 'is a secret, which is written as ${NAME} or { file: path }, never as it is';

describe('a secret in a config', () => {
  it('is where it is to be had, and need not be there yet', async () => {
    const text = withSmtp('  user: u\n  password: ${SMTP_PASSWORD}\n');
    expect((await configOf(text)).smtp.auth).toEqual({ user: 'u', password: { env: 'SMTP_PASSWORD' } });
  });

  it('may be in a file whose path has a variable', async () => {
    const text = withSmtp('  user: u\n  password: { file: "${SECRETS}/smtp" }\n');
    expect((await configOf(text, { environment: { SECRETS: '/run/secrets' } })).smtp.auth).toEqual({
      user: 'u',
      password: { file: '/run/secrets/smtp' },
    });
    expect(await errorOf(text)).toBe('config.yaml:4: smtp.password.file: the variable ${SECRETS} is not set');
  });

  it.each([
    'hunter2',
    '"hunter2 ${NAME}"',
    '"${NAME}hunter2"',
    '"$${hunter2}"',
    '12345678',
    '[hunter2]',
    '{ hunter2: }',
    '{ value: hunter2 }',
    '{ file: f, hunter2: x }',
    '{ file: { hunter2: x } }',
    '""',
  ])('is never %s', async (secret) => {
    expect(await errorOf(withSmtp(`  user: u\n  password: ${secret}\n`))).toBe(
      `config.yaml:4: smtp.password: ${words}`,
    );
    expect(await errorOf(withSmtp(`  dkim:\n    domain: d\n    selector: s\n    key: ${secret}\n`))).toBe(
      `config.yaml:6: smtp.dkim.key: ${words}`,
    );
  });
});

/** A config that has every key, its texts each on a line of its own. */
const everything = `
output: output
state: state
smtp:
  host: host
  port: 25
  tls: none
  ca: ca
  user: user
  password: \${PASSWORD}
  name: name
  connections: 2
  timeout: 1m
  retries: { times: 2, pause: 1s }
  dkim: { domain: d, selector: s, key: { file: f } }
from: a@example.com
replyTo: a@example.com
notify: [a@example.com]
groups: { g: [a@example.com, { address: b@example.com, name: n, locale: fr }], h: { locale: fr, members: [a@example.com] } }
locale: en
timezone: UTC
layout: l
page: A4
browser: b
subject: "{{report}}"
attach: [pdf]
write: [pdf]
thresholds: { delivered: 5%, bounces: 5%, errors: 5%, complaints: 5% }
skipUnchanged: true
schedule: 0 7 * * *
includeTests: true
rawReasons: true
reports:
  - name: n
    dump: [d]
    format: [ses]
    mapping: m
    delivery: d
    window: week
    to: [g, c@example.com]
    schedule: { cron: 0 7 * * *, timezone: UTC }
`;

/** Each value of a JSON text of the config, in turn, with something else in its place. */
function* variations(value: unknown, instead: unknown): Generator<unknown> {
  yield instead;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    for (const varied of variations(part, instead)) {
      yield Array.isArray(value)
        ? value.map((entry, index) => (String(index) === key ? varied : entry))
        : { ...value, [key]: varied };
    }
  }
}

describe('the error of a config', () => {
  it('repeats no secret, whatever key it was written to, in whatever way', async () => {
    const whole: unknown = parse(everything.replace('${PASSWORD}', '"${PASSWORD}"'));
    const environment = { PASSWORD: 'hunter2', BRACES: '{{hunter2}}' };
    await expect(configOf(everything)).resolves.toMatchObject({ reports: [{ name: 'n' }] });
    let told = 0;
    for (const instead of [
      'hunter2',
      'a hunter2 b c d',
      '${PASSWORD}',
      '{{${PASSWORD}',
      '{{${PASSWORD}}}',
      '{{#${PASSWORD}}}',
      '${BRACES}',

      ['hunter2'],
      { file: 'hunter2' },
    ]) {
      for (const varied of variations(whole, instead)) {
        const path = temporaryFile('config.json', JSON.stringify(varied));
        const error: unknown = await readConfig(path, environment).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error === undefined) continue;
        if (!(error instanceof CommandError)) throw error;
        told += 1;
        expect(`${error.message} ${error.hint} ${error.stack}`).not.toContain('hunter2');
      }
    }
    expect(told).toBeGreaterThan(100);
  });

  it.each([
    'password: *hunter2',
    'password: |hunter2',
    'password: "\\qhunter2"',
    'password: "\\xhunter2"',
    'password: @hunter2',
    'password: %hunter2',
    'password: a: hunter2',
    'password: "hunter2',
    'password: {hunter2: }, hunter2',
    'password: "x" hunter2',
    'password: hunter2\n  hunter2\n: x',
    'password: [hunter2: {}}',
    'password: {{hunter2}}',
    '- hunter2\npassword: x',
    '%TAG hunter2\n---\na: b',
    '"hunter2": 1\n"hunter2": 2',
  ])('repeats nothing of YAML that cannot be read: %j', async (text) => {
    expect(await errorOf(text)).not.toMatch(/hunter|xhu/);
  });
});

describe('reading a secret', () => {
  it('takes it from its variable', async () => {
    expect(await readSecret({ env: 'PASSWORD' }, { PASSWORD: ' two words ' })).toBe(' two words ');
  });

  it.each([
    ['hunter2', 'hunter2'],
    ['hunter2\n', 'hunter2'],
    ['hunter2\r\n', 'hunter2'],
    ['hunter2\n\n', 'hunter2\n'],
    ['-----BEGIN KEY-----\nabc\n-----END KEY-----\n', '-----BEGIN KEY-----\nabc\n-----END KEY-----'],
  ])('takes it from its file, without the line break at the end: %j', async (content, secret) => {
    expect(await readSecret({ file: temporaryFile('secret', content) }, {})).toBe(secret);
  });

  it('names the variable that is not set, or empty', async () => {
    for (const environment of [{}, { PASSWORD: '' }]) {
      await expect(readSecret({ env: 'PASSWORD' }, environment)).rejects.toThrow(
        /^\$\{PASSWORD\} is not set$/,
      );
    }
    await expect(readSecret({ env: 'constructor' }, {})).rejects.toThrow(CommandError);
  });

  it('names the file that is not there, or empty', async () => {
    await expect(readSecret({ file: '/nowhere/secret' }, {})).rejects.toThrow(
      '/nowhere/secret: no such file',
    );
    const empty = temporaryFile('secret', '\n');
    await expect(readSecret({ file: empty }, {})).rejects.toThrow(`${empty}: holds no secret`);
    await expect(readSecret({ file: '/' }, {})).rejects.toThrow('/: cannot be read');
  });
});
