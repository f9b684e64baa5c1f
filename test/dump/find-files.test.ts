import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { filesThere, findDumpFiles } from '../../src/dump/find-files.ts';
import { standardInput } from '../../src/dump/standard-input.ts';
import { UsageError } from '../../src/errors.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it('finds in a folder what is a dump by its name, and what was rotated away by a number or a date', async () => {
  const folder = temporaryFolder();
  const dumps = [
    ...['events.log', 'events.log-2026-11-25', 'events.log-20261126.gz', 'events.log.1', 'events.log.2.gz'],
    ...['hooks.json', 'log', 'sends.csv.zst'],
  ];
  for (const name of [...dumps, 'events.log.bak', 'notes.pdf', 'README.json', '.hidden.log'])
    writeFileSync(join(folder, name), '{}');
  const found = await findDumpFiles([folder], folder);
  expect(found.map(({ path }) => basename(path))).toEqual(dumps);
  expect(await filesThere([folder])).toEqual(found);
});

it('waits, where a dump is followed, for what is not there yet', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'empty'));
  expect(await filesThere([join(folder, 'empty'), join(folder, 'none.log'), join(folder, '*.csv')])).toEqual(
    [],
  );
});

it('does not follow the standard input, which is not there to be looked at again', async () => {
  await expect(filesThere([standardInput])).rejects.toBeInstanceOf(UsageError);
  await expect(filesThere(['/dev/null'])).rejects.toBeInstanceOf(UsageError);
});
