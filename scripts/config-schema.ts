import { writeFileSync } from 'node:fs';
import { configSchemaText } from '../src/config/config-schema.ts';

/** Writes config.schema.json from the definition that the program itself checks configs with. */
writeFileSync(new URL('../config.schema.json', import.meta.url), configSchemaText());
