import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NoInputError, UsageError } from '../errors.ts';

const names = ['yaml', 'yml', 'json', 'ts'].map((extension) => `email-live-report.config.${extension}`);

/**
 * The config file of a folder.
 * @throws NoInputError where there is none, UsageError where there are several.
 */
export async function findConfig(folder: string): Promise<string> {
  const present = new Set(await readdir(folder));
  const [found, ...others] = names.filter((name) => present.has(name));
  if (found === undefined) {
    throw new NoInputError(
      `${names[0]}: no such file, nor one that ends in .yml, .json or .ts`,
      'copy examples/email-live-report.config.yaml here, or name a config file with --config',
    );
  }
  if (others.length > 0) {
    throw new UsageError(
      `${[found, ...others].join(', ')}: more than one config file is here`,
      'name one of them with --config',
    );
  }
  return join(folder, found);
}
