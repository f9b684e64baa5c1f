import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadDataError, NoInputError } from '../../src/errors.ts';
import { defaultLayout } from '../../src/layout/complete-layout.ts';
import { layoutText } from '../../src/layout/layout-text.ts';
import { readLayout } from '../../src/layout/read-layout.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { catalogue } from './catalogues.ts';

const read = (text: string) => readLayout(temporaryFile('team.json', text), catalogue);

describe('layout.json', () => {
  it('is read as it was written, with a byte order mark or without', async () => {
    const layout = defaultLayout(catalogue);
    expect(await read(layoutText(layout))).toEqual(layout);
    expect(await read(`\uFEFF${layoutText(layout)}`)).toEqual(layout);
  });

  it('that is not there, or is no file, is no input', async () => {
    const folder = temporaryFolder();
    const missing = readLayout(join(folder, 'team.json'), catalogue);
    await expect(missing).rejects.toThrow(NoInputError);
    await expect(missing).rejects.toThrow(/team\.json: no such file$/);
    await expect(readLayout(folder, catalogue)).rejects.toThrow(NoInputError);
  });

  it('that is not JSON is bad data, with the line that it breaks on', async () => {
    const broken = read('{\n  "schemaVersion": 1,\n  "widgets": [],\n}\n');
    await expect(broken).rejects.toThrow(BadDataError);
    await expect(broken).rejects.toThrow(/team\.json: not JSON: [^\n]*on line 4$/);
    for (const text of ['', '{"widgets":', 'schemaVersion: 1\nwidgets:\n', '{\n"widgets": [\n{},\n]}'])
      await expect(read(text)).rejects.toThrow(/team\.json: not JSON: [^\n]+$/);
  });

  it('that is no layout is bad data, with its path, what is wrong and what to do', async () => {
    const wrong = read('{ "schemaVersion": 1, "widgets": [], "removed": ["weather"] }');
    await expect(wrong).rejects.toThrow(BadDataError);
    await expect(wrong).rejects.toMatchObject({
      message: expect.stringMatching(/team\.json: removed\.0 is the unknown section "weather"$/),
      hint: 'use one of summary, course, statistics, reasons',
    });
  });
});
