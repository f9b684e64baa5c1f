import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { configOf, errorOf } from './config-of.ts';

const typescript = { name: 'config.ts' };

const module = `
interface Server { readonly host: string }
const smtp: Server = { host: 'mail.example.com' };
export default {
  smtp,
  from: 'reports@example.com',
  reports: ['a', 'b'].map((name) => ({ name, dump: \`\${name}/{{date}}.ndjson\`, to: 'anna@example.com' })),
};
`;

describe('a config in TypeScript', () => {
  it('is the default export of its module', async () => {
    const { folder, smtp, reports } = await configOf(module, typescript);
    expect(smtp.host).toBe('mail.example.com');
    expect(reports.map(({ name, dump }) => [name, ...dump])).toEqual([
      ['a', join(folder, 'a/{{date}}.ndjson')],
      ['b', join(folder, 'b/{{date}}.ndjson')],
    ]);
  });

  it('may import others, wait for something, and is read again when it has changed', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'config.ts');
    writeFileSync(join(folder, 'names.ts'), 'export const name: string = "imported";\n');
    const text = `import { name } from './names.ts';\n${module.replace("['a', 'b']", '(await Promise.resolve([name]))')}`;
    writeFileSync(path, text);
    expect((await readConfig(path, {})).reports[0].name).toBe('imported');
    writeFileSync(path, text.replace('[name]', '["changed"]'));
    expect((await readConfig(path, {})).reports[0].name).toBe('changed');
  });

  it('has its variables filled in', async () => {
    const text = module.replace("'mail.example.com'", "'${HOST}'");
    const { smtp } = await configOf(text, { ...typescript, environment: { HOST: 'localhost' } });
    expect(smtp.host).toBe('localhost');
    expect(await errorOf(text, typescript)).toBe('config.ts: smtp.host: the variable ${HOST} is not set');
  });

  it.each([
    [
      module.replace("'anna@example.com'", "'anna'"),
      'config.ts: reports.0.to: is neither a group nor an address; there are no groups',
    ],
    [module.replace("'reports@example.com'", '() => 1'), 'config.ts: from: must be a text'],
    [module.replace('smtp,', 'smtp, sender: 1,'), /^config\.ts: sender: no such key; there are /],
    [
      module.replace("host: 'mail.example.com'", 'get host() { return this }'),
      'config.ts: smtp.host: holds itself',
    ],
    ['export default 1;\n', 'config.ts: must be a map of keys'],
    ['export const config = {};\n', 'config.ts: has no default export'],
    ['throw new Error("the vault is closed\\nask somebody");\n', 'config.ts: the vault is closed'],
    ['throw "the vault is closed";\n', 'config.ts: the vault is closed'],
    ['export default {\n  smtp: {\n', 'config.ts:3: Unexpected token'],
    ["import './nowhere.ts';\nexport default {};\n", /^config\.ts: Cannot find module /],
  ])('that is wrong names its file and the key: %j', async (text, message) => {
    const told = await errorOf(text, typescript);
    if (typeof message === 'string') expect(told).toBe(message);
    else expect(told).toMatch(message);
  });
});
