import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import Handlebars from 'handlebars';
import { glob } from 'tinyglobby';

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

await rm(`${root}dist`, { recursive: true, force: true });
await mkdir(`${root}dist`);
await Promise.all([buildCommand(), buildPageScripts(), buildTemplates()]);

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
    external: ['@duckdb/node-bindings', '@sparticuz/chromium'],
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

async function buildPageScripts(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/page/report.ts', 'src/page/index.ts'],
    outdir: 'dist/page',
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    logLevel: 'warning',
  });
}

/** Every template by its path, compiled: the command then needs Handlebars' small runtime only. */
async function buildTemplates(): Promise<void> {
  const files = (await glob('**/*.hbs', { cwd: `${root}templates` })).sort();
  const entries = files.map(async (file) => {
    const text = await readFile(`${root}templates/${file}`, 'utf8');
    return `${JSON.stringify(file.replace(/\.hbs$/, ''))}: ${Handlebars.precompile(text, { strict: true })}`;
  });
  await writeFile(
    `${root}dist/templates.cjs`,
    `module.exports = {\n${(await Promise.all(entries)).join(',\n')}\n};\n`,
  );
}
