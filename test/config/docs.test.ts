import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { configSchemaText } from '../../src/config/config-schema.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { subjectExample } from '../../src/config/template-contexts.ts';
import { configOf, oneReport } from './config-of.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const shipped = read('config.schema.json');
const page = read('docs/config.md');

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: Schema | false;
}

/** Every key of a schema by its path; lists and names of groups are no part of it. */
function* keysOf(schema: Schema, path = ''): Generator<readonly [path: string, key: Schema]> {
  for (const [name, key] of Object.entries(schema.properties ?? {})) {
    const inside = path === '' ? name : `${path}.${name}`;
    yield [inside, key];
    yield* keysOf(key, inside);
  }
  const parts = [schema.items, schema.additionalProperties || undefined, ...(schema.anyOf ?? [])];
  for (const part of parts) if (part !== undefined) yield* keysOf(part, path);
}

const keys = [...keysOf(JSON.parse(shipped) as Schema)];

describe('the JSON Schema of a config', () => {
  it('ships as it is defined: after a change run npm run schema', () => {
    expect(shipped).toBe(configSchemaText());
  });

  it('describes every key', () => {
    expect(keys.length).toBeGreaterThan(70);
    expect(keys.filter(([, { description = '' }]) => description.length < 10)).toEqual([]);
  });

  it('refuses a password that is written out', () => {
    const schema = z.fromJSONSchema(JSON.parse(shipped));
    const config = (password: unknown): unknown => ({
      smtp: { host: 'h', user: 'u', password },
      from: 'a@example.com',
      reports: [{ name: 'n', dump: 'd', to: 'a@example.com' }],
    });
    expect(schema.safeParse(config('${SMTP_PASSWORD}')).success).toBe(true);
    expect(schema.safeParse(config({ file: 'f' })).success).toBe(true);
    expect(schema.safeParse(config('hunter2')).success).toBe(false);
  });
});

describe('the example', () => {
  const path = 'examples/email-live-report.config.yaml';

  it('is what the JSON Schema allows', () => {
    expect(z.fromJSONSchema(JSON.parse(shipped)).safeParse(parse(read(path))).error).toBeUndefined();
  });

  it('is a config, needs two variables and has a dump that is there', async () => {
    const url = new URL(`../../${path}`, import.meta.url);
    const config = await readConfig(url.pathname, { SMTP_USER: 'reports', SMTP_PASSWORD: 'x' });
    expect(config.reports[0].to.map(({ locale }) => locale)).toContain('fr');
    expect(config.reports[0].schedule).toEqual({ cron: '0 7 * * *', timezone: 'Europe/Paris' });
    // It is copied into the folder that has samples/ before it is used.
    const [dump = ''] = config.reports[0].dump;
    expect(readFileSync(dump.replace('/examples/', '/'), 'utf8')).not.toBe('');
    await expect(readConfig(url.pathname, {})).rejects.toThrow(
      /:\d+: smtp\.user: the variable \$\{SMTP_USER\} is not set/,
    );
  });
});

describe('docs/config.md', () => {
  it('tells every key, and no others', () => {
    const told = [...page.matchAll(/^\| `([^`]+)` +\| [^|]* \| [^|]* \|/gm)].map(([, key = '']) => key);
    const atTop = new Set(keys.map(([path]) => path));
    const people = /^(?:groups|groups\.members)\.(address|name)$/;
    const defined = keys.map(([path]) =>
      path
        .replace(people, 'reports.to.$1')
        .replace('groups.members.locale', 'reports.to.locale')
        .replace(/^reports\.(?=(.*))/, (prefix, rest: string) => (atTop.has(rest) ? '' : prefix)),
    );
    expect(told.sort()).toEqual([...new Set(defined)].sort());
  });

  it('tells every name that templates know', () => {
    const { totals, rates, ...others } = subjectExample;
    const names = [
      ...Object.keys(others),
      ...Object.keys(totals).map((name) => `totals.${name}`),
      ...Object.keys(rates).map((name) => `rates.${name}`),
    ];
    for (const name of names) expect(page).toContain(`\`${name}\``);
  });

  it('has examples that are read', async () => {
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
    expect(examples).toHaveLength(5);
    const rest = parse(`${oneReport()}\ngroups: { marketing: [anna@example.com] }`);
    for (const text of examples) {
      const whole = JSON.stringify({ ...rest, ...parse(text) });
      const environment = { SMTP_USER: 'u', SMTP_PASSWORD: 'p' };
      await expect(configOf(whole, { environment })).resolves.toBeDefined();
    }
  });
});
