import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { reportSchemaText } from '../../src/report/report-schema.ts';

it('ships as it is defined: after a change run npm run schema', () => {
  const shipped = readFileSync(new URL('../../report.schema.json', import.meta.url), 'utf8');
  expect(shipped).toBe(reportSchemaText());
});
