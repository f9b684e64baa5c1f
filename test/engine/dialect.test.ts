import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdbDialect, sqlName, sqlText, sqlTranslate } from '../../src/engine/dialect.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { Engine, QueryValue } from '../../src/engine/engine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDB();
});
afterAll(() => engine.close());

/** What the engine makes of an expression. */
async function answerTo(expression: string, from = ''): Promise<QueryValue | undefined> {
  const [row] = await engine.query(`SELECT ${expression} AS value ${from}`);
  return row?.value;
}

const hostile = [
  "it's",
  "'; DROP TABLE events; --",
  '\\',
  "\\'",
  '',
  '\u0000',
  "a\u0000'b\u0000\u0000",
  '$$',
  '…𝄞',
];

describe('SQL', () => {
  it.each(hostile)('has %j as the text that it is', async (text) => {
    expect(await answerTo(sqlText(text))).toBe(text);
    expect(await answerTo(`upper(${sqlText(text)}) = upper(${sqlText(text)})`)).toBe(true);
  });

  it('is a plain literal of a text without a NUL', () => {
    expect(sqlText("it's")).toBe("'it''s'");
    expect(sqlText('a\u0000b')).toBe("('a' || chr(0) || 'b')");
  });

  it.each(['plain', 'a "quoted" one', '"', "it's"])('has %j as the name that it is', async (name) => {
    const [row] = await engine.query(`SELECT 1 AS ${sqlName(name)}`);
    expect(row).toEqual({ [name]: 1 });
  });

  it('translates what its table knows, and all else into nothing or another', async () => {
    const table = { yes: "it's so", no: 'not' };
    expect(sqlTranslate('answer', table)).toBe(
      "CASE answer WHEN 'yes' THEN 'it''s so' WHEN 'no' THEN 'not' ELSE NULL END",
    );
    const answers = `FROM (VALUES ('yes'), ('no'), ('maybe')) AS answers (answer)`;
    const translated = (otherwise?: string) =>
      answerTo(`list(${sqlTranslate('answer', table, otherwise)})::VARCHAR`, answers);
    expect(await translated()).toBe(String.raw`['it\'s so', not, NULL]`);
    expect(await translated("'other'")).toBe(String.raw`['it\'s so', not, other]`);
  });
});

describe("the engine's own words", () => {
  it('are known by its name', () => {
    expect(duckdbDialect.name).toBe('duckdb');
  });

  it('find and replace all that a pattern matches', async () => {
    const { matches, replaceAll } = duckdbDialect;
    expect(await answerTo(matches("'abcd'", "'b.d'"))).toBe(true);
    expect(await answerTo(matches("'abcd'", "'^b'"))).toBe(false);
    expect(await answerTo(replaceAll("'a1b22'", "'([0-9]+)'", String.raw`'<\1>'`))).toBe('a<1>b<22>');
  });

  const rows = "FROM (VALUES ('a', 1), ('c', 3), ('b', 3), ('d', 2)) AS rows (text, weight)";

  it('take the heaviest text of a group, the last of several', async () => {
    expect(await answerTo(duckdbDialect.heaviest('text', 'weight'), rows)).toBe('c');
  });

  it('take a quantile that is one of the numbers', async () => {
    expect(await answerTo(duckdbDialect.quantile('weight', 0.5), rows)).toBe(2);
    expect(await answerTo(duckdbDialect.quantile('weight', 0.25), rows)).toBe(1);
    expect(await answerTo(duckdbDialect.quantile('weight', 0.51), rows)).toBe(3);
  });

  const left = "(VALUES (1, 'a'), (2, 'b')) AS few (key, name)";
  const right = '(VALUES (2, 20), (3, 30)) AS others (key, number)';

  it('join what has a match, or all of the left', async () => {
    const { innerJoin, leftJoin } = duckdbDialect;
    const joined = (join: string) =>
      engine.query(`SELECT name, number FROM ${left} ${join} ${right} USING (key) ORDER BY name`);
    expect(await joined(innerJoin)).toEqual([{ name: 'b', number: 20 }]);
    expect(await joined(leftJoin)).toEqual([
      { name: 'a', number: null },
      { name: 'b', number: 20 },
    ]);
  });
});
