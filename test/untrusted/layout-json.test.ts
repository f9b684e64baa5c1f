import { describe, expect, it } from 'vitest';
import { BadDataError } from '../../src/errors.ts';
import { readLayout } from '../../src/layout/read-layout.ts';
import { widgets } from '../../src/render/widgets/index.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

const read = (text: string) => readLayout(temporaryFile('layout.json', text), widgets);
const layout = (widget: string): string => `{"schemaVersion": 1, "widgets": [${widget}]}`;
const placed = (values: string): string => layout(`{"id": "email-summary", ${values}}`);

describe('a layout.json of somebody else', () => {
  it.each([
    ['of lists that go 200,000 deep', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['of objects that go 60,000 deep', layout(`${'{"id":'.repeat(60_000)}1${'}'.repeat(60_000)}`)],
    ['with a prototype', layout('{"__proto__": {"id": "email-summary"}}')],
    [
      'with a widget that every object has',
      layout('{"id": "constructor", "column": 0, "row": 0, "columns": 6, "rows": 4}'),
    ],
    [
      'with a view that every object has',
      placed('"column": 0, "row": 0, "columns": 6, "rows": 4, "view": "toString"'),
    ],
    ['with a row that no number counts', placed('"column": 0, "row": 1e300, "columns": 6, "rows": 4')],
    ['with a height that no paper has', placed('"column": 0, "row": 0, "columns": 6, "rows": 1000000')],
    ['with sixteen thousand widgets', layout(Array(16_000).fill('{}').join())],
    ['with a hundred thousand widgets', layout(Array(100_000).fill('{}').join())],
    ['with a million widgets', layout(Array(1_000_000).fill('{}').join())],
  ])('is refused %s, in one line', async (_, text) => {
    const refused = read(text);
    await expect(refused).rejects.toThrow(BadDataError);
    await expect(refused).rejects.toThrow(/^[^\n]{1,300}$/);
    expect(Reflect.get({}, 'id')).toBeUndefined();
  });
});
