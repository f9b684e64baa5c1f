import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { RenderOptions } from '../../src/commands/render.ts';
import { UnavailableError, UsageError } from '../../src/errors.ts';
import { run } from '../cli/run.ts';
import { ndjson } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { change, filesIn, rendered } from './rendering.ts';

const event = (delivery: string, type: string, message: string): object => ({
  event_type: type,
  timestamp: '2026-11-22T08:00:00Z',
  delivery_id: delivery,
  message_id: message,
});

const row = (delivery: string, message = '1'): object => event(delivery, 'sent', message);

/** A dump of three deliveries with a message each. */
const threeRows = ['one', 'two', 'three'].map((delivery) => row(delivery));

const manifestOf = (output: string): string => join(output, '.render-manifest.json');
const pages = (output: string, ...deliveries: readonly string[]): readonly string[] =>
  deliveries.flatMap((delivery) => ['html', 'json'].map((type) => join(output, delivery, `report.${type}`)));
const indexOf = (output: string): string => join(output, 'index.html');

describe('a run with --incremental', () => {
  it('makes everything the first time, and nothing where nothing has changed', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    const first = await rendered(dump, output);
    expect([...first.results].sort()).toEqual(
      [...pages(output, 'one', 'two', 'three'), indexOf(output)].sort(),
    );
    expect(first.warnings).toEqual([]);
    const files = filesIn(output);
    const second = await rendered(dump, output);
    expect(second).toMatchObject({ results: [], warnings: ['3 of 3 reports had not changed'] });
    expect(filesIn(output)).toEqual(files);
  });

  it('makes the delivery that has more rows, and the list; its neighbours keep the account that they have', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    await rendered(dump, output);
    change(dump, (text) => text + ndjson([row('two', '2')]));
    const { results, warnings } = await rendered(dump, output);
    expect(results).toEqual([...pages(output, 'two'), indexOf(output)]);
    expect(warnings).toEqual(['2 of 3 reports had not changed']);
    const read = (delivery: string): unknown =>
      JSON.parse(readFileSync(join(output, delivery, 'report.json'), 'utf8')).audit.read;
    expect(['one', 'two', 'three'].map(read)).toEqual([3, 4, 3]);
  });

  it('makes them all with --exact where one has more rows, since each tells of the rows of the others', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    await rendered(dump, output, { exact: true });
    expect((await rendered(dump, output, { exact: true })).results).toEqual([]);
    change(dump, (text) => text + ndjson([row('two', '2')]));
    const { results } = await rendered(dump, output, { exact: true });
    expect(results).toHaveLength(7);
  });

  it('makes only what differs with --exact too where the dump has as many rows as before', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    await rendered(dump, output, { exact: true });
    writeFileSync(dump, ndjson([row('one'), event('two', 'error', '1'), row('three')]));
    const { results } = await rendered(dump, output, { exact: true });
    expect(results).toEqual([...pages(output, 'two'), indexOf(output)]);
  });

  it('tells a machine of each report whether it was made', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    const made = async (): Promise<unknown> => (await rendered(dump, output, { json: true })).json;
    const report = (id: string, made: boolean): object => ({
      delivery: { id },
      totals: { sent: 1 },
      files: { html: join(output, id, 'report.html'), json: join(output, id, 'report.json') },
      made,
    });
    const all = (made: boolean): object => ({
      index: indexOf(output),
      reports: ['one', 'three', 'two'].map((id) => report(id, made)),
    });
    expect(await made()).toMatchObject(all(true));
    expect(await made()).toMatchObject(all(false));
    // Where the dump has to be read again, the reports are the same.
    change(dump, (text) => `${text}\n`);
    expect(await made()).toMatchObject(all(false));
  });

  it('makes a report anew whose files are gone, written over, or not alone any more', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    await rendered(dump, output, { csv: true });
    const whole = filesIn(output);
    const [gone, changed, more] = [
      join(output, 'one', 'report.json'),
      join(output, 'two', 'csv', 'links.csv'),
      join(output, 'three', 'report.pdf'),
    ];
    rmSync(gone);
    change(changed, (text) => text.replace('l', 'L'));
    writeFileSync(more, 'of an earlier time');
    const { results } = await rendered(dump, output, { csv: true });
    expect(results).toEqual(expect.arrayContaining([...pages(output, 'one', 'two', 'three')]));
    expect(filesIn(output)).toEqual(whole);
  });

  it('makes the list anew where it is gone, and nothing else', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    await rendered(dump, output);
    rmSync(indexOf(output));
    expect((await rendered(dump, output)).results).toEqual([indexOf(output)]);
  });

  it('makes them all for another language, and again for the one before', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    await rendered(dump, output);
    expect((await rendered(dump, output, { locale: 'fr' })).results).toHaveLength(7);
    expect((await rendered(dump, output)).results).toHaveLength(7);
    expect((await rendered(dump, output)).results).toEqual([]);
  });

  it.each<[string, Partial<RenderOptions>]>([
    ['CSV', { csv: true }],
    ['a mail', { email: true }],
    ['a time zone', { timezone: 'Asia/Kolkata' }],
    ['a stretch of time', { last: '1h' }],
    ['tests', { includeTests: true }],
    ['reasons as they came', { rawReasons: true }],
  ])('leaves with other options what a run without it leaves: %s', async (_, options) => {
    const reasons = ['a1', 'a2'].map((id) => ({
      ...event('one', 'bounce', '1'),
      reason: `host ${id}.example.com said no to 4f3e2d1c-0000-4000-8000-0000000000${id}`,
    }));
    const test = { ...row('one', '3'), is_test: true, timestamp: '2026-11-22T06:00:00Z' };
    const dump = temporaryFile('d.ndjson', ndjson([...threeRows, ...reasons, test]));
    const [output, fresh] = [temporaryFolder(), temporaryFolder()];
    vi.stubEnv('SOURCE_DATE_EPOCH', '1800000000');
    for (const chosen of [{}, options, {}]) {
      await rendered(dump, output, chosen);
      await rendered(dump, fresh, { ...chosen, incremental: false });
      expect(filesIn(output)).toEqual(filesIn(fresh));
    }
    vi.unstubAllEnvs();
  });

  it('makes a report anew whose rejected rows are others', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(['{broken', row('one')]));
    const output = temporaryFolder();
    await rendered(dump, output);
    writeFileSync(dump, ndjson([row('one'), '{broken']));
    expect((await rendered(dump, output)).results).toContain(join(output, 'one', 'rejects.ndjson'));
    expect(readFileSync(join(output, 'one', 'rejects.ndjson'), 'utf8')).toContain('"line":2');
  });

  it('leaves alone what is not in the dump any more, and makes it anew when it is back', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    await rendered(dump, output);
    writeFileSync(dump, ndjson(threeRows.slice(0, 2)));
    await rendered(dump, output);
    expect(existsSync(join(output, 'three', 'report.html'))).toBe(true);
    writeFileSync(dump, ndjson(threeRows));
    expect((await rendered(dump, output)).results).toEqual([...pages(output, 'three'), indexOf(output)]);
  });

  it('of one delivery forgets nothing of the others', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    await rendered(dump, output);
    expect((await rendered(dump, output, { delivery: 'two' })).results).toEqual([]);
    expect((await rendered(dump, output)).results).toEqual([]);
  });

  it('of one delivery has no list, and makes none', async () => {
    const dump = temporaryFile('d.ndjson', ndjson([row('one')]));
    const output = temporaryFolder();
    await rendered(dump, output);
    expect(await rendered(dump, output, { json: true })).toMatchObject({ json: { index: null } });
    expect(await rendered(dump, output)).toMatchObject({
      results: [],
      warnings: ['the report had not changed'],
    });
    expect(readdirSync(output).sort()).toEqual(['.render-manifest.json', 'one']);
  });

  it('renders only those report.json files that have changed', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const [source, output] = [temporaryFolder(), temporaryFolder()];
    await rendered(dump, source);
    const reports = ['one', 'two', 'three'].map((delivery) => join(source, delivery, 'report.json'));
    const options = { timezone: undefined };
    expect((await rendered(reports, output, options)).results).toHaveLength(7);
    expect((await rendered(reports, output, options)).results).toEqual([]);
    change(join(source, 'two', 'report.json'), (text) => text.replace('"label": null', '"label": "Deux"'));
    expect((await rendered(reports, output, options)).results).toEqual([
      ...pages(output, 'two'),
      indexOf(output),
    ]);
    expect(filesIn(output).get('one/report.html')).toBe(filesIn(source).get('one/report.html'));
  });

  it('leaves of two reports with one folder what a run without it would leave', async () => {
    const files = ['a', 'b'].map((label) =>
      temporaryFile(`${label}.ndjson`, ndjson([{ ...row('one'), delivery_label: label }])),
    );
    const sources: string[] = [];
    for (const file of files) {
      const source = temporaryFolder();
      await rendered(file, source);
      sources.push(join(source, 'one', 'report.json'));
    }
    const [output, fresh] = [temporaryFolder(), temporaryFolder()];
    const options = { timezone: undefined };
    await rendered(sources, fresh, { ...options, incremental: false });
    for (let run = 0; run < 2; run += 1) {
      await rendered(sources, output, options);
      expect(filesIn(output)).toEqual(filesIn(fresh));
    }
  });

  it('reads what comes through a pipe, and makes nothing of it twice', async () => {
    const output = temporaryFolder();
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const piped = async () => {
      const [said] = await Promise.all([
        rendered(pipe, output),
        import('node:fs/promises').then(({ writeFile }) => writeFile(pipe, ndjson(threeRows))),
      ]);
      return said.results;
    };
    expect(await piped()).toHaveLength(7);
    expect(await piped()).toEqual([]);
  });

  it('does not take a dump for the same that only looks the same from outside', async () => {
    const dump = temporaryFile('d.ndjson', ndjson([row('one', '1'), row('one', '2')]));
    const output = temporaryFolder();
    await rendered(dump, output);
    const { atime, mtime } = statSync(dump);
    writeFileSync(dump, ndjson([row('one', '1'), row('one', '1')]));
    utimesSync(dump, atime, mtime);
    await rendered(dump, output);
    expect(readFileSync(join(output, 'one', 'report.html'))).toEqual(
      readFileSync(await freshPage(dump, 'one')),
    );
  });

  it('does with two at once what one does', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const [output, fresh] = [temporaryFolder(), temporaryFolder()];
    const process = (locale: string) =>
      run([dump, '-o', output, '--timezone', 'UTC', '--incremental', '--locale', locale]);
    const ended = await Promise.all([process('en'), process('fr')]);
    expect(ended.map(({ status }) => status)).toEqual([0, 0]);
    await rendered(dump, output);
    await rendered(dump, fresh, { incremental: false });
    expect(filesIn(output)).toEqual(filesIn(fresh));
  });

  it('has no use for --exact without it', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    await expect(rendered(dump, temporaryFolder(), { incremental: false, exact: true })).rejects.toThrow(
      UsageError,
    );
  });
});

const freshPage = async (dump: string, delivery: string): Promise<string> => {
  const fresh = temporaryFolder();
  await rendered(dump, fresh, { incremental: false });
  return join(fresh, delivery, 'report.html');
};

describe('what a run with --incremental cannot make', () => {
  it('is not remembered, so that the next one tries it again', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    await rendered(dump, output);
    const withoutBrowser = { pdf: true, browser: '/nowhere/chrome' };
    await expect(rendered(dump, output, withoutBrowser)).rejects.toThrow(UnavailableError);
    const deliveries = JSON.parse(readFileSync(manifestOf(output), 'utf8')).deliveries;
    expect(deliveries).toEqual([]);
    await expect(rendered(dump, output, withoutBrowser)).rejects.toThrow(UnavailableError);
  });

  it('does not take away what it made before it failed', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    // The reports are made in the order of the list: one, three, two.
    mkdirSync(join(output, 'two', 'report.json'), { recursive: true });
    await expect(rendered(dump, output)).rejects.toThrow('cannot be written');
    rmSync(join(output, 'two'), { recursive: true });
    expect((await rendered(dump, output)).results).toEqual([...pages(output, 'two'), indexOf(output)]);
  });
});

describe('the manifest', () => {
  it.each([
    ['broken', '{"manifestVersion":1,'],
    ['of something else', '{"name": "app", "start_url": "/"}'],
    ['of another version', '{"manifestVersion":2,"run":null,"index":null,"deliveries":[]}'],
  ])('is passed over with a warning where it is %s', async (_, content) => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    writeFileSync(manifestOf(output), content);
    const { results, warnings } = await rendered(dump, output);
    expect(results).toHaveLength(7);
    expect(warnings).toEqual([
      `${manifestOf(output)}: not a manifest of this version, so that every report is made anew`,
    ]);
    expect((await rendered(dump, output)).results).toEqual([]);
  });

  it('is none of the reports that others are compared with, and no dump', async () => {
    const dump = temporaryFile('d.ndjson', ndjson(threeRows));
    const output = temporaryFolder();
    await rendered(dump, output);
    const { warnings } = await rendered(dump, temporaryFolder(), { compare: [output] });
    expect(warnings).toEqual([]);
    const alone = temporaryFolder();
    writeFileSync(manifestOf(alone), readFileSync(manifestOf(output)));
    await expect(rendered(alone, temporaryFolder())).rejects.toThrow('no dump in this folder');
  });

  it('holds no address of a recipient', async () => {
    const dump = temporaryFile(
      'd.ndjson',
      ndjson([{ ...row('one'), recipient: 'jane.doe@example.com' }, '{broken jane.doe@example.com']),
    );
    const output = temporaryFolder();
    await rendered(dump, output);
    expect(readFileSync(manifestOf(output), 'utf8')).not.toContain('jane');
  });

  it('depends on when mails are dated that say when they were made', async () => {
    const dump = temporaryFile('d.ndjson', ndjson([row('one')]));
    const output = temporaryFolder();
    vi.stubEnv('SOURCE_DATE_EPOCH', '1700000000');
    await rendered(dump, output, { email: true });
    expect((await rendered(dump, output, { email: true })).results).toEqual([]);
    vi.stubEnv('SOURCE_DATE_EPOCH', '1800000000');
    expect((await rendered(dump, output, { email: true })).results).not.toEqual([]);
    vi.unstubAllEnvs();
  });
});
