import { writeFileSync } from 'node:fs';
import { reportSchemaText } from '../src/report/report-schema.ts';

/** Writes report.schema.json from the definition that the program itself checks reports with. */
writeFileSync(new URL('../report.schema.json', import.meta.url), reportSchemaText());
