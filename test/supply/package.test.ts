import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { namesIn } from '../../scripts/supply/notices.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const packedSchema = z.tuple([
  z.object({
    filename: z.string(),
    size: z.number(),
    integrity: z.string(),
    files: z.array(z.object({ path: z.string(), mode: z.number() })),
  }),
]);

function pack(...options: string[]): z.infer<typeof packedSchema>[0] {
  const output = execFileSync('npm', ['pack', '--json', ...options], { encoding: 'utf8', stdio: 'pipe' });
  return packedSchema.parse(JSON.parse(output))[0];
}

/** All that a package may hold, and what each is for. */
const needed: readonly (readonly [RegExp, string])[] = [
  [/^package\.json$|^README\.md$|^CHANGELOG\.md$|^SECURITY\.md$/, 'what it is'],
  [/^LICENSE$|^dist\/THIRD-PARTY-NOTICES$|^templates\/fonts\/OFL\.txt$/, 'under which terms'],
  [/^dist\/(?:cli|worker|program|page-renderer|puppeteer)\.js$|^dist\/package\.json$/, 'the program'],
  [/^dist\/(?:email-)?templates\.cjs$/, 'its templates, compiled'],
  [/^dist\/page\/(?:report|(?:live-)?index)\.js$|^dist\/page\/packs\.json$/, 'the scripts of its pages'],
  [/^dist\/fonts\/inter-\d{3}\.ttf$|^templates\/fonts\/inter-\d{3}\.woff2$/, 'its font'],
  [/^templates\/styles\/[a-z-]+\.css$/, 'its styles'],
  [/^(?:report|layout|mapping|config)\.schema\.json$/, 'what editors check by'],
  [/^samples\/(?:[a-z]+\.(?:ndjson|csv)|README\.md)$/, 'what it can be tried with'],
  [/^examples\/[\w./-]+$/, 'what a set-up begins with'],
];

describe('the package', () => {
  it('holds what runs, what it needs, and what says so: no source, test, map or cache', () => {
    const paths = pack('--dry-run').files.map(({ path }) => path);
    expect(paths.filter((path) => !needed.some(([kind]) => kind.test(path)))).toEqual([]);
    expect(needed.filter(([kind]) => !paths.some((path) => kind.test(path)))).toEqual([]);
    for (const path of [
      'dist/program.js',
      'dist/THIRD-PARTY-NOTICES',
      'templates/fonts/OFL.txt',
      'SECURITY.md',
    ])
      expect(paths).toContain(path);
  });

  it('is at most 2.5 MB, and one file of it can be run', () => {
    const { size, files } = pack('--dry-run');
    expect(size).toBeLessThan(2_500_000);
    expect(files.filter(({ mode }) => (mode & 0o111) !== 0).map(({ path }) => path)).toEqual(['dist/cli.js']);
  });

  it('has the same hash whenever it is packed', () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()].map((folder) =>
      pack('--pack-destination', folder),
    );
    expect(one?.integrity).toBe(other?.integrity);
  });

  it('has the notices of those whose code is in it', () => {
    const notices = readFileSync('dist/THIRD-PARTY-NOTICES', 'utf8');
    const names = namesIn(notices);
    for (const name of [
      'vega',
      'gridstack',
      'handlebars',
      'puppeteer-core',
      'nodemailer',
      'zod',
      '@duckdb/node-api',
    ])
      expect(names).toContain(name);
    expect(notices).toContain('Copyright (c) 2015-2023, University of Washington Interactive Data Lab');
    for (const name of ['vitest', 'typescript-eslint', 'mjml', 'esbuild']) expect(names).not.toContain(name);
  });
});

it.skipIf(process.env.INSTALL_PACKAGE === undefined)(
  'runs where nothing else is: installed without scripts, it makes a sample, its page, mail and PDF',
  { timeout: 300_000 },
  () => {
    const folder = temporaryFolder();
    const { filename } = pack('--pack-destination', folder);
    const place = join(folder, 'place');
    mkdirSync(place);
    writeFileSync(join(place, 'package.json'), '{"private": true}');
    const here = (command: string, ...args: string[]) =>
      execFileSync(command, args, { cwd: place, encoding: 'utf8', stdio: 'pipe' });
    here('npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', join(folder, filename));
    expect(existsSync(join(place, 'node_modules/puppeteer'))).toBe(false);
    here('npx', '--no-install', 'email-live-report', 'sample', 'dump.ndjson', '--recipients', '300');
    const options = ['--pdf', '--browser', 'bundled', '--csv', '--email', '--json'];
    const made = JSON.parse(here('npx', '--no-install', 'email-live-report', 'dump.ndjson', ...options));
    const { html, pdf, emailMessage } = made.reports[0].files;
    for (const file of [html, pdf, emailMessage])
      expect(readFileSync(join(place, file)).length).toBeGreaterThan(10_000);
    writeFileSync(join(place, 'email-live-report.config.ts'), 'export default { reports: 1 as number };\n');
    expect(() => here('npx', '--no-install', 'email-live-report', 'run')).toThrow(
      /email-live-report\.config\.ts: /,
    );
  },
);
