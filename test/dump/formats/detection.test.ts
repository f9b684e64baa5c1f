import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openHeadRow } from '../../../src/dump/envelopes.ts';
import { formats } from '../../../src/dump/formats/index.ts';
import { readHead } from '../../../src/dump/head.ts';
import { headRows } from '../../../src/dump/head-rows.ts';
import { sampleFormats } from '../../../src/sample/format-names.ts';
import { dumpOf } from '../../sample/dump-of.ts';
import { temporaryFile } from '../../support/temporary-folder.ts';

const dumps = new URL('../../dumps/', import.meta.url).pathname;

/** The formats that claim a file's first rows. */
async function claimants(path: string): Promise<readonly string[]> {
  const rows = headRows(await readHead({ file: path, path }));
  return formats
    .filter((format) => rows.some((row) => openHeadRow(format, row).some(format.recognises)))
    .map(({ id }) => id);
}

/** Published texts that are no events: parts of them, requests, mails that came in, other things' events, broken JSON. */
const noEvents: readonly RegExp[] = [
  /^(brevo|kumomta)\/.*\.txt$/,
  /^mailgun\/(events-api\.(05|07|08|09|10|12|14)|webhook\.(02|03))\./,
  /^mailjet\/05\./,
  /^other\//,
  /^sparkpost\/gosparkpost\.event-docs\.json$/,
  /^ses\/identity-notification-contents\./,
  /^ses\/third-party\//,
  /^sendgrid\/(16|18|20|21)\./,
];

const published = readdirSync(dumps, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'README.md')
  .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('//', '/').slice(dumps.length))
  .sort();

describe('a published payload', () => {
  it.each(published)('is claimed by its own format alone: %s', async (name) => {
    const expected = noEvents.some((pattern) => pattern.test(name)) ? [] : [name.split('/')[0]];
    expect(await claimants(`${dumps}${name}`)).toEqual(expected);
  });
});

describe('a dump', () => {
  it.each(sampleFormats)('of %s is claimed by its own format alone', async (format) => {
    expect(await claimants(temporaryFile('dump', dumpOf(format, 50, 3)))).toEqual([format]);
  });
});

it('knows every published folder', () => {
  const folders = new Set(published.map((name) => name.split('/')[0]));
  expect([...folders].filter((name) => !formats.some(({ id }) => id === name))).toEqual(['other']);
});

describe('what a format tells', () => {
  it.each(formats.filter(({ id }) => id !== 'native'))('is what its expression can give: $id', (format) => {
    const words = [...format.eventType.matchAll(/(?:THEN|ELSE)\s+'([a-z]+)'/g)].map(([, word]) => word);
    const types = new Set(words.filter((word) => word !== 'ignored'));
    expect([...types].sort()).toEqual([...format.tells].sort());
  });
});
