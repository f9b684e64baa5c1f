import { expect, test } from 'vitest';
import { readPassword } from '../../../src/engine/clickhouse/password.ts';
import { parseClickHouseSource } from '../../../src/engine/clickhouse/source-url.ts';
import { NoInputError } from '../../../src/errors.ts';
import { temporaryFile } from '../../support/temporary-folder.ts';

const password = async (url: string, environment: NodeJS.ProcessEnv = {}): Promise<string> =>
  readPassword(parseClickHouseSource(url), environment);

const plain = 'clickhouse://reader@db/t';

test('there is none unless somebody gives one', async () => {
  expect(await password(plain)).toBe('');
  expect(await password(plain, { ELR_CLICKHOUSE_PASSWORD: '' })).toBe('');
});

test('what the URL says comes before the environment, a variable before a file', async () => {
  const file = temporaryFile('password', 'of the file\n');
  const environment = { ELR_CLICKHOUSE_PASSWORD: 'of the variable', ELR_CLICKHOUSE_PASSWORD_FILE: file };
  expect(await password('clickhouse://reader:own@db/t', environment)).toBe('own');
  expect(await password(`${plain}?passwordFile=${file}`, environment)).toBe('of the file');
  expect(await password(plain, environment)).toBe('of the variable');
  expect(await password(plain, { ELR_CLICKHOUSE_PASSWORD_FILE: file })).toBe('of the file');
});

test('a file that is not there, or empty, is an error', async () => {
  await expect(password(`${plain}?passwordFile=/nowhere/file`)).rejects.toThrow(NoInputError);
  const file = temporaryFile('password', '\n');
  await expect(password(plain, { ELR_CLICKHOUSE_PASSWORD_FILE: file })).rejects.toThrow('holds no secret');
});
