import { describe, expect, it } from 'vitest';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { domainNames, type Names, numberNames, variantNames } from '../../src/report/names.ts';

/** What the rows of a dump with these texts are named, and what the names are kept as. */
async function named(names: Names, texts: readonly (string | null)[], most?: number) {
  const engine = await openDuckDB();
  try {
    const rows = texts.map((text) => `(${text === null ? 'NULL' : `'${text}'`})`).join(', ');
    await engine.run(
      `CREATE TABLE dump_rows AS SELECT *, NULL::UBIGINT AS person FROM (VALUES ${rows}) AS given (${names.column})`,
    );
    const name = await numberNames(engine, names, most === undefined ? {} : { most });
    const answer = await engine.query(`SELECT ${name} AS name, typeof(${name}) AS type FROM dump_rows`);
    return {
      names: answer.map((row) => row.name),
      type: String(answer[0]?.type).startsWith('ENUM') ? 'number' : 'text',
    };
  } finally {
    await engine.close();
  }
}

describe('the names in a dump', () => {
  const domains = ['b.example', 'a.example', null, 'b.example', 'no domain', 'x1', '10.0.0.1', 'a_b.example'];
  const known = ['b.example', 'a.example', null, 'b.example', null, null, null, 'a_b.example'];

  it('are kept as numbers, and read as themselves', async () => {
    expect(await named(domainNames, domains)).toEqual({ names: known, type: 'number' });
  });

  it('are cut out of what an address is dressed in, in small letters', async () => {
    const texts = ['B.Example> ', 'b.example', 'c.example"'];
    const known = { names: ['b.example', 'b.example', null], type: 'number' };
    expect(await named(domainNames, texts)).toEqual(known);
    expect(await named(domainNames, texts, 1)).toEqual({ ...known, type: 'text' });
  });

  it('stay texts where there are too many', async () => {
    expect(await named(domainNames, domains, 3)).toEqual({ names: known, type: 'text' });
  });

  it.each([
    ['bücher.example', 'bücher.example'],
    ['почта.рф', 'почта.рф'],
    ['…@…', null],
    ['bü cher.example', null],
  ])('are looked at by the letters of the world where a dump has any: %s', async (text, name) => {
    expect((await named(domainNames, ['a.example', text])).names).toEqual(['a.example', name]);
  });

  it('may be any text where they are variants', async () => {
    expect((await named(variantNames, ['B', 'no domain', null])).names).toEqual(['B', 'no domain', null]);
  });

  it('have no address in them', async () => {
    expect((await named(variantNames, ['B', 'for ada@example.com'])).names).toEqual(['B', 'for …@…']);
  });
});
