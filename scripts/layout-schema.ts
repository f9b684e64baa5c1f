import { writeFileSync } from 'node:fs';
import { layoutSchemaText } from '../src/layout/layout-schema.ts';

/** Writes layout.schema.json from the definition that the program itself checks layouts with. */
writeFileSync(new URL('../layout.schema.json', import.meta.url), layoutSchemaText());
