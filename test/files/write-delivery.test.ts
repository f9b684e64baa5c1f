import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UnavailableError } from '../../src/errors.ts';
import { writeDelivery } from '../../src/files/write-delivery.ts';
import { contentsOf } from '../faults/folder-contents.ts';
import { reportOf } from '../support/report-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const old = { 'report.html': 'old', 'report.json': '{}', 'report.pdf': 'old' };

/** An output folder with an old report, where another is written whose printing fails. */
async function writeWhere(failure: Error, rejects: string | null) {
  const output = temporaryFolder();
  mkdirSync(join(output, 'sale'));
  for (const [name, text] of Object.entries(old)) writeFileSync(join(output, 'sale', name), text);
  const report = await reportOf([
    { event_type: 'sent', timestamp: '2026-11-22T08:00:00Z', delivery_id: 'sale', message_id: '1' },
  ]);
  const outcome = await writeDelivery(report, 'new', {
    ...{ output, locale: 'en', csv: false, email: null, rejects },
    print: () => Promise.reject(failure),
  }).catch((error: unknown) => error);
  return { outcome, files: contentsOf(join(output, 'sale')) };
}

it.each([
  ['of a dump', ''],
  ['of a report.json', null],
])('a report %s that lacks a browser for its PDF has no older one beside it', async (_, rejects) => {
  const failure = new UnavailableError('no browser');
  const { outcome, files } = await writeWhere(failure, rejects);
  expect(outcome).toMatchObject({ failure });
  expect(files['report.html']).toBe('new');
  expect(Object.keys(files)).toEqual(['report.html', 'report.json']);
});

it('a report that cannot be printed for a fault leaves the older one as it was', async () => {
  const fault = new Error('a fault');
  expect(await writeWhere(fault, '')).toEqual({ outcome: fault, files: old });
});
