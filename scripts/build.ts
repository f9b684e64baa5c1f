import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipAsync } from '@gfx/zopfli';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import Handlebars from 'handlebars';
import { glob } from 'tinyglobby';
import * as vega from 'vega';
import { compileChart, programOf } from '../src/charts/programs.ts';
import { chartSpecs } from '../src/charts/specs.ts';
import { fontWeights } from '../src/render/assets.ts';
import { encodeBase85 } from '../src/render/base85.ts';
import { inlineHash } from '../src/render/security-policy.ts';
import { templateHelpers } from '../src/render/templates.ts';
import { compileEmailTemplates } from './email-templates.ts';
import { pictureFont } from './picture-font.ts';
import { bundledPackages, thirdPartyNotices } from './supply/notices.ts';

/** Builds dist/: the command for Node, and the scripts that run inside the pages. */
const root = fileURLToPath(new URL('..', import.meta.url));

/** Kinds of charts that no widget draws: without them the chart library loads in half the time. */
const unusedTransforms = [
  'vega-crossfilter',
  'vega-force',
  'vega-geo',
  'vega-hierarchy',
  'vega-label',
  'vega-regression',
  'vega-voronoi',
  'vega-wordcloud',
];

/** What the thread that draws pages takes in another form. */
const forDrawing = {
  ...Object.fromEntries(unusedTransforms.map((name) => [name, './scripts/no-transforms.ts'])),
  // Its build for Node looks for a canvas package at every start; texts are measured by our own table.
  'vega-canvas': './node_modules/vega-canvas/build/vega-canvas.browser.js',
  // Its build for Node asks for threads, which are not used.
  fflate: './node_modules/fflate/esm/browser.js',
};

/** Parts of Vega that none of our charts comes near, and that its modules ask for all the same. */
const unusedInPage = [
  'd3-color',
  'd3-dsv',
  'd3-format',
  'd3-geo',
  'd3-interpolate',
  'd3-scale',
  'd3-scale-chromatic',
  'd3-time',
  'd3-time-format',
  'topojson-client',
  'vega-expression',
  'vega-format',
  'vega-loader',
  'vega-scale',
  'vega-selections',
  'vega-statistics',
  'vega-time',
];

/** Parts of a page that its scripts never write anew. */
const writtenOnce = ['head', 'header', 'footer', 'executions'].map((name) => `partials/${name}`);

/** The helpers that templates may call: what is none of them is a value, and takes less code to look up. */
const templateOptions = {
  strict: true,
  knownHelpers: Object.fromEntries(Object.keys(templateHelpers).map((name) => [name, true])),
  knownHelpersOnly: true,
};

const chartNames = Object.keys(chartSpecs) as (keyof typeof chartSpecs)[];

/** Gives the thread that draws pages the dataflows of its charts compiled. */
const chartPrograms: Plugin = {
  name: 'chart-programs',
  setup: ({ onLoad }) => {
    onLoad({ filter: /src.charts.programs\.ts$/ }, () => {
      const programs = Object.fromEntries(chartNames.map((chart) => [chart, programOf(chart)]));
      return {
        contents: `const programs = ${JSON.stringify(programs)};\nexport const programOf = (chart) => programs[chart];`,
      };
    });
  },
};

/** How everything for Node is bundled. CommonJS starts faster, and its compiled code can be kept. */
const forNode = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  external: ['@duckdb/node-bindings', '@resvg/resvg-js', '@sparticuz/chromium', 'jiti'],
  // What is asked for late is run late, but out of the same bundle.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  minify: true,
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions;

await rm(`${root}dist`, { recursive: true, force: true });
await mkdir(`${root}dist`);
const [forCommand, forPages] = await Promise.all([
  buildCommand(),
  buildPageScripts(),
  buildTemplates(),
  buildFonts(),
]);
const bundled = bundledPackages([...forCommand, forPages]);
await writeFile(`${root}dist/THIRD-PARTY-NOTICES`, thirdPartyNotices(root, bundled));
await keepCompiledCode();

/** The program and the thread that draws pages, each a small file to start it and a bundle; and puppeteer, which is as large as all of it. */
async function buildCommand(): Promise<readonly Metafile[]> {
  await writeFile(`${root}dist/package.json`, JSON.stringify({ type: 'commonjs' }));
  const results = await Promise.all([
    build({ ...forNode, entryPoints: { cli: 'src/cli.ts', worker: 'src/worker.ts' } }),
    build({
      ...forNode,
      entryPoints: { program: 'src/program.ts' },
      plugins: [besideBundles('puppeteer')],
      alias: { 'string-width': './scripts/string-width.ts' },
    }),
    build({
      ...forNode,
      entryPoints: { 'page-renderer': 'src/render/worker.ts' },
      alias: forDrawing,
      plugins: [chartPrograms],
    }),
    build({
      ...forNode,
      stdin: { contents: "export * from 'puppeteer'", resolveDir: root, sourcefile: 'puppeteer.js' },
      entryNames: 'puppeteer',
    }),
  ]);
  await chmod(`${root}dist/cli.js`, 0o755);
  return results.map(({ metafile }) => metafile);
}

/** A package that lies in a file of its own beside the bundles. */
function besideBundles(name: string): Plugin {
  return {
    name: 'beside-bundles',
    setup: ({ onResolve }) => {
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: `./${name}.js`, external: true }));
    },
  };
}

/** Keeps what Node compiles of the bundles when they make a report, so that the next run need not compile it again. */
async function keepCompiledCode(): Promise<void> {
  const recorder = 'node_modules/.cache/email-live-report';
  await build({
    ...forNode,
    entryPoints: { recorder: 'scripts/record-code.ts' },
    outdir: recorder,
    outExtension: { '.js': '.cjs' },
  });
  const output = await mkdtemp(join(tmpdir(), 'email-live-report-build-'));
  try {
    await promisify(execFile)(
      process.execPath,
      [`${recorder}/recorder.cjs`, 'samples/native.ndjson', '--output', output],
      { cwd: root },
    );
  } finally {
    await rm(output, { recursive: true });
  }
}

/** The scripts of the pages: those that run at once as they are, those that wait packed in the page. */
async function buildPageScripts(): Promise<Metafile> {
  const packed = ['dashboard', 'charts', 'grid', 'live'];
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      report: 'src/page/report.ts',
      index: 'src/page/index.ts',
      dashboard: 'src/page/dashboard/dashboard.ts',
      charts: 'src/page/charts.ts',
      grid: 'src/page/grid.ts',
      live: 'src/page/live/report.ts',
      'live-index': 'src/page/live/executions.ts',
    },
    outdir: 'dist/page',
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    loader: { '.css': 'text' },
    alias: {
      ...Object.fromEntries(unusedInPage.map((name) => [name, './scripts/nothing.cjs'])),
      'vega-functions': './src/page/vega-functions.ts',
    },
    plugins: [madeForPage(await compileTemplates())],
    metafile: true,
    logLevel: 'warning',
  });
  const packs = packed.map(async (name) => {
    const text = (await readFile(`${root}dist/page/${name}.js`, 'utf8')).trim();
    // Takes a second, and every page is a tenth shorter for it.
    const content = encodeBase85(await gzipAsync(Buffer.from(text), {}));
    return { name, content, hash: inlineHash(text) };
  });
  await writeFile(`${root}dist/page/packs.json`, JSON.stringify(await Promise.all(packs)));
  return metafile;
}

/** Gives the page what Node reads from files: its templates, and its charts parsed into Vega's dataflow. */
function madeForPage(templates: ReadonlyMap<string, string>): Plugin {
  const ofReport = [...templates].filter(
    ([name]) => (name.startsWith('partials/') || name.startsWith('widgets/')) && !writtenOnce.includes(name),
  );
  const programs = chartNames.map((chart) => {
    const spec = compileChart(chart);
    return [chart, vega.parse(spec, undefined, { ast: true })];
  });
  const made: Readonly<Record<string, string>> = {
    'compiled-templates': templatesModule('export default', ofReport),
    'chart-programs': `export default ${JSON.stringify(Object.fromEntries(programs))};`,
  };
  return {
    name: 'made-for-page',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^(?:compiled-templates|chart-programs)$/ }, ({ path }) => ({
        path,
        namespace: 'made',
      }));
      onLoad({ filter: /.*/, namespace: 'made' }, ({ path }) => ({
        contents: made[path] ?? '',
        loader: 'js',
      }));
      // Single files of these packages, which they do not offer by themselves.
      onResolve({ filter: /^vega-[a-z-]+\/src\// }, ({ path }) => ({ path: `${root}node_modules/${path}` }));
      onResolve({ filter: /^\.\/assets\.ts$/ }, () => ({ path: `${root}src/page/assets.ts` }));
    },
  };
}

/** Every template of the pages by its path, compiled: who fills them in then needs Handlebars' small runtime only. */
async function compileTemplates(): Promise<ReadonlyMap<string, string>> {
  const files = (await glob(['**/*.hbs', '!email.*.hbs'], { cwd: `${root}templates` })).sort();
  const entries = files.map(async (file): Promise<[string, string]> => {
    const text = await readFile(`${root}templates/${file}`, 'utf8');
    return [file.replace(/\.hbs$/, ''), String(Handlebars.precompile(text, templateOptions))];
  });
  return new Map(await Promise.all(entries));
}

function templatesModule(exporting: string, templates: Iterable<readonly [string, string]>): string {
  const entries = [...templates].map(([name, compiled]) => `${JSON.stringify(name)}: ${compiled}`);
  return `${exporting} {\n${entries.join(',\n')}\n};\n`;
}

/** The templates of the email edition are a file of their own, which is read only when there is one to make. */
async function buildTemplates(): Promise<void> {
  const modules = { templates: await compileTemplates(), 'email-templates': await compileEmailTemplates() };
  for (const [name, templates] of Object.entries(modules))
    await writeFile(`${root}dist/${name}.cjs`, templatesModule('module.exports =', templates));
}

/** The report's font for pictures that are not drawn by a browser. */
async function buildFonts(): Promise<void> {
  await mkdir(`${root}dist/fonts`);
  for (const weight of fontWeights) {
    const woff2 = await readFile(`${root}templates/fonts/inter-${weight}.woff2`);
    await writeFile(`${root}dist/fonts/inter-${weight}.ttf`, await pictureFont(woff2));
  }
}
