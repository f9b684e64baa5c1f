import * as z from 'zod';
import { configFileSchema } from './config-file.ts';

/** The JSON Schema of a config file, as it ships with the package. */
export function configSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(configFileSchema, { io: 'input' });
  const title = { title: 'The config of nightly reports' };
  return `${JSON.stringify({ $schema, ...title, ...schema }, null, 2)}\n`;
}
