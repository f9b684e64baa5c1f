import { extname, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { badDocument, type Document, parseDocument, writtenAt } from '../files/document.ts';
import { type Fault, faultOf, inWords, type Key } from '../files/fault.ts';
import { readText } from '../files/read-text.ts';
import type { Config } from './config.ts';
import { ConfigFault } from './config-fault.ts';
import { type ConfigFile, configFileSchema } from './config-file.ts';
import { readConfigModule } from './config-module.ts';
import { findConfig } from './find-config.ts';
import { resolveConfig } from './resolve-config.ts';
import { secretPlaceOf, secretWords } from './secret-places.ts';
import { TemplateFault } from './template-names.ts';
import { compileDumpTemplate, compileSubjectTemplate } from './text-template.ts';
import { fillVariables } from './variables.ts';

const hint = 'see docs/config.md';

const hints = { missing: 'check the path', unreadable: 'name a config file: YAML, JSON or TypeScript' };

async function readDocument(path: string): Promise<Document> {
  const extension = extname(path);
  if (!['.yaml', '.yml', '.json', '.ts'].includes(extension)) {
    throw new UsageError(
      `${path}: no config file by its name`,
      'name one that ends in .yaml, .yml, .json or .ts',
    );
  }
  const text = await readText(path, hints);
  return extension === '.ts' ? readConfigModule(path) : parseDocument(path, text);
}

/** A key that should not be there is told of on its own line; what is wrong with a secret, without what stands there. */
function toldOf({ keys, message, unknownKey }: Fault): Fault {
  const secret = secretPlaceOf(keys);
  if (secret !== undefined) return { keys: secret, message: secretWords };
  return { keys: unknownKey === undefined ? keys : [...keys, unknownKey], message };
}

function checked(value: unknown): ConfigFile {
  const result = configFileSchema.safeParse(value, { error: inWords });
  if (result.success) return result.data;
  const { keys, message } = toldOf(faultOf(result.error));
  throw new ConfigFault(keys, message);
}

type Compile = (source: string) => Promise<unknown>;

/** What is wrong with a template; undefined where nothing is. */
async function templateFault(source: string, compile: Compile): Promise<string | undefined> {
  try {
    await compile(source);
    return undefined;
  } catch (error) {
    if (error instanceof TemplateFault) return error.message;
    throw error;
  }
}

/** Tries a template. What is wrong is told of it as it is written: what is in a variable is not for everybody's eyes. */
async function checkTemplate(
  keys: readonly Key[],
  source: string,
  compile: Compile,
  written: unknown,
): Promise<void> {
  if ((await templateFault(source, compile)) === undefined) return;
  const { value } = writtenAt(written, keys);
  const fault = typeof value === 'string' ? await templateFault(value, compile) : undefined;
  throw new ConfigFault(keys, fault ?? 'is no template once its variables are filled in');
}

/** Tries every template, where it is written: one that fails should do so now rather than in the night. */
async function checkTemplates({ subject, reports }: ConfigFile, written: unknown): Promise<void> {
  if (subject !== undefined) await checkTemplate(['subject'], subject, compileSubjectTemplate, written);
  for (const [index, report] of reports.entries()) {
    const keys = ['reports', index];
    if (report.subject !== undefined)
      await checkTemplate([...keys, 'subject'], report.subject, compileSubjectTemplate, written);
    for (const [place, dump] of report.dump.entries())
      await checkTemplate([...keys, 'dump', place], dump, compileDumpTemplate, written);
  }
}

/**
 * Reads a config file, YAML, JSON or TypeScript; without a path the one in the working folder.
 * @throws NoInputError where it cannot be opened, UsageError where it is not clear which one is meant, BadDataError where
 * it is no config: that names the file, the line and the key. No error repeats a secret.
 */
export async function readConfig(path: string | undefined, environment: NodeJS.ProcessEnv): Promise<Config> {
  const document = await readDocument(path ?? (await findConfig('.')));
  try {
    const file = checked(fillVariables(document.value, environment));
    await checkTemplates(file, document.value);
    return resolveConfig(file, resolve(document.path), environment);
  } catch (error) {
    throw error instanceof ConfigFault ? badDocument(document, error, hint, error) : error;
  }
}
