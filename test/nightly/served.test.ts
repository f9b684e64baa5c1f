import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NoInputError } from '../../src/errors.ts';
import { readServed, writeServed } from '../../src/nightly/served.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const due = Date.parse('2026-11-22T06:00:00Z');

it('knows nothing before the first start, then what was written down last', async () => {
  const state = temporaryFolder();
  expect(await readServed(state)).toEqual(new Map());
  await writeServed(state, new Map([['nightly', due - 86_400_000]]));
  await writeServed(
    state,
    new Map([
      ['nightly', due],
      ['weekly', 0],
    ]),
  );
  expect(await readServed(state)).toEqual(
    new Map([
      ['nightly', due],
      ['weekly', 0],
    ]),
  );
  expect(readFileSync(join(state, 'schedule.json'), 'utf8')).toBe(`{
  "schemaVersion": 1,
  "served": {
    "nightly": "2026-11-22T06:00:00.000Z",
    "weekly": "1970-01-01T00:00:00.000Z"
  }
}
`);
});

it.each([
  '',
  '{"schemaVersion": 1',
  '[]',
  '{"schemaVersion": 2, "served": {}}',
  '{"schemaVersion": 1}',
  '{"schemaVersion": 1, "served": {"nightly": 5}}',
  '{"schemaVersion": 1, "served": {}, "more": 1}',
])('takes a file that holds %j for damaged', async (content) => {
  const state = temporaryFolder();
  writeFileSync(join(state, 'schedule.json'), content);
  expect(await readServed(state)).toBeNull();
});

it('says where and why it cannot be read', async () => {
  const state = temporaryFolder();
  mkdirSync(join(state, 'schedule.json'));
  const reading = readServed(state);
  await expect(reading).rejects.toThrow(NoInputError);
  await expect(reading).rejects.toMatchObject({
    message: `${join(state, 'schedule.json')}: cannot be read`,
    hint: 'let it be read, or name another state folder in the config',
  });
});
