import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipAsync } from '@gfx/zopfli';
import { build, type Plugin } from 'esbuild';
import Handlebars from 'handlebars';
import { glob } from 'tinyglobby';
import * as vega from 'vega';
import { chartSpecs } from '../src/charts/specs.ts';
import { compileChart } from '../src/charts/svg.ts';
import { fontWeights } from '../src/render/assets.ts';
import { encodeBase85 } from '../src/render/base85.ts';
import { inlineHash } from '../src/render/security-policy.ts';
import { templateHelpers } from '../src/render/templates.ts';
import { compileEmailTemplates } from './email-templates.ts';
import { pictureFont } from './picture-font.ts';

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

await rm(`${root}dist`, { recursive: true, force: true });
await mkdir(`${root}dist`);
await Promise.all([buildCommand(), buildPageScripts(), buildTemplates(), buildFonts()]);

/** Chart libraries and the like land in chunks of their own and load only when they are needed. */
async function buildCommand(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli.ts', worker: 'src/render/worker.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    alias: {
      ...Object.fromEntries(unusedTransforms.map((name) => [name, './scripts/no-transforms.ts'])),
      // Its build for Node looks for a canvas package at every start; texts are measured by our own table.
      'vega-canvas': './node_modules/vega-canvas/build/vega-canvas.browser.js',
    },
    external: ['@duckdb/node-bindings', '@resvg/resvg-js', '@sparticuz/chromium', 'jiti'],
    minify: true,
    chunkNames: 'chunks/[name]-[hash]',
    // CommonJS packages inside the bundle ask for Node's own modules by require.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';const require = requireFrom(import.meta.url);",
    },
    logLevel: 'warning',
  });
  await chmod(`${root}dist/cli.js`, 0o755);
}

/** The scripts of the pages: those that run at once as they are, those that wait packed in the page. */
async function buildPageScripts(): Promise<void> {
  const packed = ['dashboard', 'charts', 'grid'];
  await build({
    absWorkingDir: root,
    entryPoints: {
      report: 'src/page/report.ts',
      index: 'src/page/index.ts',
      dashboard: 'src/page/dashboard/dashboard.ts',
      charts: 'src/page/charts.ts',
      grid: 'src/page/grid.ts',
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
    logLevel: 'warning',
  });
  const packs = packed.map(async (name) => {
    const text = (await readFile(`${root}dist/page/${name}.js`, 'utf8')).trim();
    // Takes a second, and every page is a tenth shorter for it.
    const content = encodeBase85(await gzipAsync(Buffer.from(text), {}));
    return { name, content, hash: inlineHash(text) };
  });
  await writeFile(`${root}dist/page/packs.json`, JSON.stringify(await Promise.all(packs)));
}

/** Gives the page what Node reads from files: its templates, and its charts parsed into Vega's dataflow. */
function madeForPage(templates: ReadonlyMap<string, string>): Plugin {
  const ofReport = [...templates].filter(
    ([name]) => (name.startsWith('partials/') || name.startsWith('widgets/')) && !writtenOnce.includes(name),
  );
  const programs = Object.keys(chartSpecs).map((chart) => {
    const spec = compileChart(chart as keyof typeof chartSpecs);
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
