import { writeFileSync } from 'node:fs';
import { mappingSchemaText } from '../src/dump/mapping/mapping-schema.ts';

/** Writes mapping.schema.json from the definition that the program itself checks mappings with. */
writeFileSync(new URL('../mapping.schema.json', import.meta.url), mappingSchemaText());
