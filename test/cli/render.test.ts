import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/report/report.ts';
import { sections } from '../../src/report/sections/index.ts';
import { ndjson } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { run } from './run.ts';

const sent = (fields: object = {}): object => ({
  event_type: 'sent',
  timestamp: '2026-11-22T08:00:00Z',
  delivery_id: 'autumn',
  ...fields,
});
const text = (path: string): string => readFileSync(path, 'utf8');

describe('one delivery', () => {
  it('becomes HTML and JSON, whose paths are all that stdout says', async () => {
    const output = temporaryFolder();
    const { status, stdout, stderr } = await run([temporaryFile('d.ndjson', ndjson([sent()])), '-o', output]);
    expect(stdout).toBe(
      `${join(output, 'autumn', 'report.html')}\n${join(output, 'autumn', 'report.json')}\n`,
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(readdirSync(output)).toEqual(['autumn']);
    expect(reportSchema.parse(JSON.parse(text(join(output, 'autumn', 'report.json'))))).toMatchObject({
      totals: { sent: 1 },
    });
  });

  it('is rendered by the command "render" too, and writes to output/ unless told otherwise', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'd.ndjson'), ndjson([sent()]));
    const { stdout } = await run(['render', 'd.ndjson', '--csv'], { cwd });
    expect(stdout.split('\n')).toContain(join('output', 'autumn', 'csv', 'email-summary.csv'));
    expect(existsSync(join(cwd, 'output', 'autumn', 'report.html'))).toBe(true);
  });

  it('tells a machine what it made with --json', async () => {
    const output = temporaryFolder();
    const { stdout } = await run([
      temporaryFile('d.ndjson', ndjson([sent()])),
      '-o',
      output,
      '--json',
      '--csv',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      index: null,
      reports: [
        {
          delivery: { id: 'autumn', label: null },
          totals: { sent: 1 },
          files: { html: join(output, 'autumn', 'report.html'), csv: { length: sections.length } },
        },
      ],
    });
  });

  it('lists its rejected rows beside the report, and removes an older list when there are none', async () => {
    const output = temporaryFolder();
    const rejects = join(output, 'autumn', 'rejects.ndjson');
    const first = await run([temporaryFile('d.ndjson', ndjson([sent(), '{broken'])), '-o', output]);
    expect(first.stderr).toBe('1 of 2 rows were rejected, see rejects.ndjson\n');
    expect(JSON.parse(text(rejects))).toMatchObject({ line: 2 });
    await run([temporaryFile('d.ndjson', ndjson([sent()])), '-o', output]);
    expect(existsSync(rejects)).toBe(false);
  });

  it('says nothing with --quiet', async () => {
    const dump = temporaryFile('d.ndjson', ndjson([sent(), '{broken']));
    expect(await run([dump, '-o', temporaryFolder(), '--quiet'])).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('has a folder with a safe name, whatever its id', async () => {
    const output = temporaryFolder();
    const ids = ['../../etc/passwd', 'CON', 'a/b', 'a b', '.hidden', 'é'];
    await run([temporaryFile('d.ndjson', ndjson(ids.map((id) => sent({ delivery_id: id })))), '-o', output]);
    const names = readdirSync(output).filter((name) => name !== 'index.html');
    expect(names).toHaveLength(ids.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]*-[0-9a-f]{8}$|^[0-9a-f]{8}$/);
  });
});

describe('several deliveries', () => {
  const dump = (): string =>
    temporaryFile(
      'd.ndjson',
      ndjson([
        sent({ delivery_id: 'one', delivery_label: 'First <one>' }),
        sent({ delivery_id: 'two', timestamp: '2026-11-23T08:00:00Z' }),
      ]),
    );

  it('become one report each and the list of executions, newest first', async () => {
    const output = temporaryFolder();
    const { stdout } = await run([dump(), '-o', output]);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(join(output, 'index.html'));
    const index = text(join(output, 'index.html'));
    expect(index.indexOf('two/report.html')).toBeGreaterThan(0);
    expect(index.indexOf('one/report.html')).toBeGreaterThan(index.indexOf('two/report.html'));
    expect(index).toContain('First &lt;one&gt;');
  });

  it('can be narrowed to one', async () => {
    const output = temporaryFolder();
    await run([dump(), '-o', output, '--delivery', 'one']);
    expect(readdirSync(output)).toEqual(['one']);
    expect(JSON.parse(text(join(output, 'one', 'report.json')))).toMatchObject({
      audit: { read: 2, otherDeliveries: 1 },
    });
  });
});

describe('report.json', () => {
  it('renders again to the same bytes, in each language, without the dump', async () => {
    for (const locale of ['en', 'fr']) {
      const first = temporaryFolder();
      const second = temporaryFolder();
      await run(['samples/native.ndjson', '-o', first, '--locale', locale, '--timezone', 'Asia/Kolkata']);
      const { status } = await run([
        join(first, 'winter-sale', 'report.json'),
        '-o',
        second,
        '--locale',
        locale,
      ]);
      expect(status).toBe(0);
      for (const name of ['report.html', 'report.json']) {
        expect(text(join(second, 'winter-sale', name))).toBe(text(join(first, 'winter-sale', name)));
      }
    }
  });

  it('is the same from run to run, and in whatever zone and language the machine is', async () => {
    const texts: string[] = [];
    for (const env of [
      { TZ: 'Pacific/Auckland', LC_ALL: 'C' },
      { TZ: 'UTC', LC_ALL: 'C' },
    ]) {
      const output = temporaryFolder();
      await run(['samples/ajo.ndjson', '-o', output, '--timezone', 'Europe/Paris'], { env });
      const [folder = ''] = readdirSync(output);
      texts.push(text(join(output, folder, 'report.json')) + text(join(output, folder, 'report.html')));
    }
    expect(texts[0]).toBe(texts[1]);
  });
});

describe('language and zone', () => {
  it.each([
    [{ LC_ALL: 'fr_FR.UTF-8', LANG: 'en_US.UTF-8' }, 'fr'],
    [{ LC_ALL: '', LC_MESSAGES: '', LANG: 'fr_CA.UTF-8' }, 'fr'],
    [{ LC_ALL: 'de_DE.UTF-8' }, 'en'],
    [{ LC_ALL: 'C', LANG: 'fr_FR.UTF-8' }, 'en'],
  ])('come from the environment: %j speaks %s', async (env, locale) => {
    const output = temporaryFolder();
    await run([temporaryFile('d.ndjson', ndjson([sent()])), '-o', output], {
      env: { ...env, TZ: 'Asia/Tokyo' },
    });
    expect(text(join(output, 'autumn', 'report.html'))).toContain(`<html lang="${locale}"`);
    expect(JSON.parse(text(join(output, 'autumn', 'report.json')))).toMatchObject({
      window: { timezone: 'Asia/Tokyo' },
    });
  });
});

it('leaves no temporary file behind', async () => {
  const temporary = join(temporaryFolder(), 'tmp');
  mkdirSync(temporary);
  const env = { TMPDIR: temporary };
  await run(['samples/native.ndjson', '-o', temporaryFolder()], { env });
  await run(['nowhere.ndjson'], { env });
  expect(readdirSync(temporary)).toEqual([]);
});
