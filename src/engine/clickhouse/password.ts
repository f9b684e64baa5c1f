import type { Secret } from '../../config/config.ts';
import { readSecret } from '../../config/secret.ts';
import { variableOf } from '../../config/variables.ts';
import type { ClickHouseSource } from './source-url.ts';

/** The password of a source, or a file that holds it. */
const variable = 'ELR_CLICKHOUSE_PASSWORD';
const fileVariable = 'ELR_CLICKHOUSE_PASSWORD_FILE';

function placeOf({ passwordFile }: ClickHouseSource, environment: NodeJS.ProcessEnv): Secret | null {
  if (passwordFile !== null) return { file: passwordFile };
  if (variableOf(variable, environment) !== undefined) return { env: variable };
  const file = variableOf(fileVariable, environment);
  return file === undefined ? null : { file };
}

/**
 * The password of a source: the URL's own comes before what the environment has; empty where there is none. Never to be shown.
 * @throws NoInputError for a file that cannot be read or is empty
 */
export async function readPassword(
  source: ClickHouseSource,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  if (source.password !== null) return source.password;
  const place = placeOf(source, environment);
  return place === null ? '' : readSecret(place, environment);
}
