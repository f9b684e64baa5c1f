import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findConfig } from '../../src/config/find-config.ts';
import { NoInputError, UsageError } from '../../src/errors.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function folderWith(...names: string[]): string {
  const folder = temporaryFolder();
  for (const name of names) writeFileSync(join(folder, name), '');
  return folder;
}

describe('without a path', () => {
  it.each(['yaml', 'yml', 'json', 'ts'])('the config file of the folder is read: .%s', async (extension) => {
    const name = `email-live-report.config.${extension}`;
    const folder = folderWith(name, 'email-live-report.config.yaml.bak', 'other.yaml');
    expect(await findConfig(folder)).toBe(join(folder, name));
  });

  it('there is an error that says what to do where there is none', async () => {
    const finding = findConfig(folderWith('other.yaml'));
    await expect(finding).rejects.toThrow(NoInputError);
    await expect(finding).rejects.toMatchObject({
      message: 'email-live-report.config.yaml: no such file, nor one that ends in .yml, .json or .ts',
      hint: 'copy examples/email-live-report.config.yaml here, or name a config file with --config',
    });
  });

  it('there is an error that names them where there are several', async () => {
    const finding = findConfig(folderWith('email-live-report.config.ts', 'email-live-report.config.yml'));
    await expect(finding).rejects.toThrow(UsageError);
    await expect(finding).rejects.toThrow(
      'email-live-report.config.yml, email-live-report.config.ts: more than one config file is here',
    );
  });
});
