import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { sqlPath } from '../../src/engine/sql-path.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it.each(['plain', "it's", 'a*', 'a?', '[ab]', '[', ']', '{a,b}', '**'])(
  'is read as the very file that it names: %s',
  async (name) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, `${name}.txt`), 'this one');
    for (const other of ['ab.txt', 'a.txt', 'b.txt']) writeFileSync(join(folder, name, other), 'another');
    const engine = await openDuckDB();
    try {
      const path = join(folder, name, `${name}.txt`);
      for (const written of [path, relative(process.cwd(), path)]) {
        const rows = await engine.query(`SELECT content FROM read_text(${sqlPath(written)})`);
        expect(rows).toEqual([{ content: 'this one' }]);
      }
    } finally {
      await engine.close();
    }
  },
);

it('is whole, so that none begins with what would be an address', () => {
  expect(sqlPath('https://example.com')).toBe(`'${join(process.cwd(), 'https:/example.com')}'`);
});
