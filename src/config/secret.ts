import { NoInputError } from '../errors.ts';
import { readText } from '../files/read-text.ts';
import type { Secret } from './config.ts';
import { variableOf } from './variables.ts';

const hint = 'set it to the secret, or name a file that holds it';

async function textOf(secret: Secret, environment: NodeJS.ProcessEnv): Promise<string> {
  if ('env' in secret) return variableOf(secret.env, environment) ?? '';
  const text = await readText(secret.file, {
    missing: 'check the path',
    unreadable: 'make it a file that this user may read',
  });
  return text.replace(/\r?\n$/, '');
}

/**
 * The value of a secret: never to be printed or kept longer than it is needed.
 * @throws NoInputError where there is none: it names the variable or the file, and nothing else.
 */
export async function readSecret(secret: Secret, environment: NodeJS.ProcessEnv): Promise<string> {
  const text = await textOf(secret, environment);
  if (text !== '') return text;
  throw 'env' in secret
    ? new NoInputError(`\${${secret.env}} is not set`, hint)
    : new NoInputError(`${secret.file}: holds no secret`, 'write the secret into it');
}
