import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderName } from '../../src/files/folder-name.ts';
import { run } from '../cli/run.ts';
import { ndjson } from '../support/report-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { everyPayload } from './payloads.ts';

/** Ids that could be taken for the names of others' folders, too. */
const ids = [...new Set([...everyPayload, ...everyPayload.map(folderName)])];

it('every delivery id has a folder of its own', () => {
  expect(new Set(ids.map(folderName)).size).toBe(ids.length);
});

it.each(ids)('the folder of %j is named harmlessly on every system', (id) => {
  const name = folderName(id);
  expect(name).toMatch(/^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/);
  expect(name.length).toBeLessThan(120);
  expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|^index\.html$|\.(?:part|partial)$/i);
});

it('a run writes its reports into its output folder, and nothing anywhere else', {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder();
  const deep = join(folder, 'one', 'two', 'three');
  mkdirSync(deep, { recursive: true });
  // File systems that take upper case for lower would put twins into one folder.
  const apart = everyPayload.filter(
    (id, index) => everyPayload.findIndex((one) => one.toLowerCase() === id.toLowerCase()) === index,
  );
  const rows = apart.map((id) => ({
    ...{ event_type: 'sent', timestamp: '2026-11-22T08:00:00Z', delivery_id: id, delivery_label: id },
  }));
  writeFileSync(join(deep, 'dump.ndjson'), ndjson(rows));
  const { status, stderr } = await run(['dump.ndjson', '--output', 'out'], { cwd: deep });
  expect(status, stderr).toBe(0);
  expect([
    readdirSync(folder),
    readdirSync(join(folder, 'one')),
    readdirSync(join(folder, 'one', 'two')),
  ]).toEqual([['one'], ['two'], ['three']]);
  expect(readdirSync(deep).sort()).toEqual(['dump.ndjson', 'out']);
  const folders = readdirSync(join(deep, 'out')).filter((name) => name !== 'index.html');
  const written = folders.map(
    (name): unknown => JSON.parse(readFileSync(join(deep, 'out', name, 'report.json'), 'utf8')).delivery.id,
  );
  // An id without the spaces around it, and one of spaces is none.
  expect(written.length).toBeGreaterThan(apart.length - 10);
  expect(new Set(written).size).toBe(written.length);
  for (const name of folders)
    expect(readdirSync(join(deep, 'out', name)).sort()).toEqual(['report.html', 'report.json']);
});
