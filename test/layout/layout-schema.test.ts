import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { layoutSchemaText } from '../../src/layout/layout-schema.ts';

it('ships as it is defined: after a change run npm run schema', () => {
  const shipped = readFileSync(new URL('../../layout.schema.json', import.meta.url), 'utf8');
  expect(shipped).toBe(layoutSchemaText());
});
