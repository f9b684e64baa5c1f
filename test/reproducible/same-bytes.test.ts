import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otherNode } from './other-node.ts';
import { type Circumstances, rendered } from './runs.ts';

const options = ['--csv', '--email', '--locale', 'fr', '--timezone', 'Europe/Paris'];
const withPdf = [...options, '--pdf'];
const hasTaskset = spawnSync('taskset', ['--version']).error === undefined;

let folder = '';
let dump = '';
let usual: Awaited<ReturnType<typeof rendered>> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'email-live-report-test-'));
  dump = join(folder, 'dump');
  mkdirSync(dump);
  const rows = readFileSync('samples/deliveries.ndjson', 'utf8').split(/(?<=\n)/);
  const part = Math.ceil(rows.length / 3);
  for (const [index, name] of ['a', 'b', 'c'].entries())
    writeFileSync(join(dump, `${name}.ndjson`), rows.slice(index * part, (index + 1) * part).join(''));
  appendFileSync(join(dump, 'b.ndjson'), '{"event_type": "sent", "timestamp": "soon"}\n');
  usual = await rendered(folder, [dump], { env: { TZ: 'UTC', LC_ALL: 'C' } }, options);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const render = (circumstances: Circumstances, more = options) =>
  rendered(folder, [dump], circumstances, more);

it('makes every kind of file', () => {
  const kinds = new Set(
    Object.keys(usual).map((path) => path.replace(/^.*\/(?=[^/]+$)/, '').replace(/^.*(?=\.)/, '')),
  );
  expect([...kinds].sort()).toEqual(['.csv', '.eml', '.html', '.json', '.ndjson', '.png', 'standard output']);
  expect(Object.keys(usual)).toContain('index.html');
});

describe('the same bytes come out', { timeout: 120_000 }, () => {
  it('of a second run', async () => {
    expect(await render({})).toEqual(usual);
  });

  it.each([
    { TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8' },
    { TZ: 'America/St_Johns', LC_ALL: 'de_DE.UTF-8', LANG: 'ar_EG.UTF-8', LANGUAGE: 'ar' },
  ])('on a machine with $TZ and $LC_ALL', async (env) => {
    expect(await render({ env })).toEqual(usual);
  });

  it.skipIf(otherNode === undefined)(
    `of ${process.version} and of ${otherNode?.version ?? 'another Node'}`,
    async () => {
      const env = { TZ: 'Asia/Kolkata', LC_ALL: 'fr_FR.UTF-8' };
      expect(await render({ node: otherNode?.path, env })).toEqual(usual);
    },
  );

  it.skipIf(!hasTaskset)('on one processor', async () => {
    expect(await render({ by: ['taskset', '--cpu-list', '0'] })).toEqual(usual);
  });

  it('with another umask, temporary folder, home and working folder', async () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere, { recursive: true });
    const by = ['sh', '-c', 'umask 077; exec "$0" "$@"'];
    expect(
      await render({ by, cwd: elsewhere, env: { TMPDIR: elsewhere, HOME: elsewhere, COLUMNS: '40' } }),
    ).toEqual(usual);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('with the dump named from where it is, but for the names of files in rejects.ndjson', async () => {
    const named = await rendered(folder, [basename(dump)], { cwd: dirname(dump) }, options);
    const others = Object.keys(usual).filter((path) => !path.endsWith('rejects.ndjson'));
    expect(others.length).toBeLessThan(Object.keys(usual).length);
    for (const path of others) expect({ [path]: named[path] }).toEqual({ [path]: usual[path] });
  });

  it('of files that were put into the folder in another order', async () => {
    const names = readdirSync(dump).sort();
    const kept = join(folder, 'kept');
    mkdirSync(kept);
    for (const name of names) copyFileSync(join(dump, name), join(kept, name));
    rmSync(dump, { recursive: true });
    mkdirSync(dump);
    for (const name of names.reverse()) copyFileSync(join(kept, name), join(dump, name));
    expect(await render({})).toEqual(usual);
  });
});

describe('the same PDFs come out', { timeout: 180_000 }, () => {
  it('of a second run, in which other pages were printed before them', async () => {
    const first = await render({ env: { TZ: 'UTC', LC_ALL: 'C' } }, withPdf);
    const printed = Object.keys(first).filter((path) => path.endsWith('.pdf'));
    expect(printed).toHaveLength(3);
    const env = { TZ: 'Asia/Tokyo', LC_ALL: 'de_DE.UTF-8' };
    expect(await render({ node: otherNode?.path, env }, withPdf)).toEqual(first);
    const name = dirname(printed[2] ?? '');
    const alone = await render({}, [...withPdf, '--delivery', name]);
    expect(alone[`${name}/report.pdf`]).toBe(first[`${name}/report.pdf`]);
  });
});
