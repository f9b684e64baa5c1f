import { dirname } from 'node:path';
import type { Config, ReportConfig } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { CommandError } from '../../src/errors.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

/** The config that a text says, and the folder that it lies in. */
export async function configOf(
  text: string,
  { name = 'config.yaml', environment = {} }: { name?: string; environment?: NodeJS.ProcessEnv } = {},
): Promise<Config & { readonly folder: string }> {
  const path = temporaryFile(name, text);
  return { ...(await readConfig(path, environment)), folder: dirname(path) };
}

/** The error of a config that is none, as it is told, without the folder. */
export async function errorOf(...wrong: Parameters<typeof configOf>): Promise<string> {
  const error = await configOf(...wrong).then(
    () => new Error('it is a config'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CommandError)) throw error;
  return error.message.replace(/^\/.*\/(?=[^/]+?:)/, '');
}

/** What every config needs besides its reports. */
export const top = 'smtp: { host: mail.example.com }\nfrom: reports@example.com\n';

/** A config of one report, with more keys of the report's own, and of the file's. */
export function oneReport(own = '', all = ''): string {
  return `${top}${all}reports:\n  - name: nightly\n    dump: dump.ndjson\n    to: anna@example.com\n${own.replace(/^(?=.)/gm, '    ')}`;
}

/** The one report of a config. */
export async function reportOf(own?: string, all?: string): Promise<ReportConfig> {
  return (await configOf(oneReport(own, all))).reports[0];
}
