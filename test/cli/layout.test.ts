import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sectionSchemas } from '../../src/report/sections/index.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { run } from './run.ts';

const sections: readonly string[] = Object.keys(sectionSchemas);

const dump = 'samples/native.ndjson';
const summary = { id: 'email-summary', column: 0, row: 0, columns: 12, rows: 5 };
const reasons = { id: 'bounce-reasons', column: 0, row: 5, columns: 6, rows: 10 };

const layoutFile = (widgets: readonly unknown[], rest: object = {}): string =>
  temporaryFile('team.json', JSON.stringify({ schemaVersion: 1, widgets, ...rest }));

/** The sections of a page in the order of its file. */
function sectionsOf(path: string): (string | undefined)[] {
  const html = readFileSync(path, 'utf8');
  return [...html.matchAll(/<section\s[^>]*data-section="([^"]+)"/g)].map(([, id]) => id);
}

const cases: [string, () => string, number, RegExp][] = [
  ['is not there', () => 'nowhere.json', 66, /nowhere\.json: no such file \(check the path\)$/],
  ['is a folder', () => temporaryFolder(), 66, /: cannot be read \(.+\)$/],
  ['is empty', () => temporaryFile('team.json', ''), 65, /team\.json: not JSON: /],
  [
    'is not JSON',
    () => temporaryFile('team.json', '{\n  "widgets": [],\n}\n'),
    65,
    /team\.json: not JSON: .* on line 3 \(mend it, or save it from a report again\)$/,
  ],
  ['is a dump', () => dump, 65, /native\.ndjson: too large for a layout /],
  ['is no layout', () => 'package.json', 65, /package\.json: schemaVersion is missing \(.+\)$/],
  [
    'is of a newer version',
    () => layoutFile([], { schemaVersion: 2 }),
    65,
    /team\.json: schemaVersion is 2 \(this version of the program reads 1\)$/,
  ],
  [
    'names an unknown section',
    () => layoutFile([summary, { ...reasons, id: 'weather' }]),
    65,
    /widgets\.1 is the unknown section "weather" \(use one of findings, email-summary, .*machine-activity\)$/,
  ],
  [
    'names a section twice',
    () => layoutFile([summary], { removed: ['email-summary'] }),
    65,
    /removed\.0 \(email-summary\) is named twice, first in widgets\.0 \(.+\)$/,
  ],
  [
    'reaches over the grid',
    () => layoutFile([summary, { ...reasons, column: 8 }]),
    65,
    /widgets\.1 \(bounce-reasons\) reaches over the grid's 12 columns: column 8 \+ columns 6 \(.+\)$/,
  ],
  [
    'has widgets that overlap',
    () => layoutFile([summary, { ...reasons, row: 4 }]),
    65,
    /widgets\.1 \(bounce-reasons\) overlaps widgets\.0 \(email-summary\) \(.* row 5 .*\)$/,
  ],
  [
    'has an unknown view',
    () => layoutFile([{ ...summary, view: 'pie' }]),
    65,
    /widgets\.0 \(email-summary\) has no view "pie" \(use one of .+\)$/,
  ],
  [
    'has an unknown key',
    () => layoutFile([{ ...summary, colour: 'red' }]),
    65,
    /widgets\.0 \(email-summary\) has an unknown key "colour" \(.+\)$/,
  ],
];

describe('a layout ends the run with one clear line, before anything is read or written, when it', () => {
  it.each(cases)('%s', async (_name, layout, status, line) => {
    const output = join(temporaryFolder(), 'out');
    const outcome = await run(['no-such.ndjson', '--layout', layout(), '--output', output]);
    expect(outcome.stderr).toMatch(/^email-live-report: [^\n]+\n$/);
    expect(outcome.stderr.trimEnd()).toMatch(line);
    expect(outcome).toMatchObject({ status, stdout: '' });
    expect(existsSync(output)).toBe(false);
  });
});

describe('--layout', () => {
  it('orders the sections of the page, leaves out what is removed and appends the rest', async () => {
    const output = temporaryFolder();
    const layout = layoutFile([{ ...summary, row: 15 }, reasons], { removed: ['error-reasons'] });
    const { status, stderr } = await run([dump, '--layout', layout, '--output', output]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const placed = ['bounce-reasons', 'email-summary'];
    expect(sectionsOf(join(output, 'winter-sale', 'report.html'))).toEqual([
      ...placed,
      ...sections.filter((id) => ![...placed, 'error-reasons'].includes(id)),
    ]);
  });

  it('arranges a report.json that is rendered again, whose figures stay as they are', async () => {
    const first = temporaryFolder();
    const second = temporaryFolder();
    await run([dump, '--output', first]);
    const report = join(first, 'winter-sale', 'report.json');
    const removed = ['email-performance', 'bounce-categories'];
    const layout = layoutFile([], { removed });
    const { status } = await run([report, '--layout', layout, '--output', second]);
    expect(status).toBe(0);
    expect(sectionsOf(join(second, 'winter-sale', 'report.html'))).toEqual(
      sections.filter((id) => !removed.includes(id)),
    );
    expect(readFileSync(join(second, 'winter-sale', 'report.json'), 'utf8')).toBe(
      readFileSync(report, 'utf8'),
    );
  });

  it('may be given once', async () => {
    const { status, stderr } = await run([dump, '--layout', 'a.json', '--layout', 'b.json']);
    expect(stderr).toMatch(/--layout is given more than once/);
    expect(status).toBe(64);
  });
});
