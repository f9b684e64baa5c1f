import { chmod, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Builds dist/: the command for Node, and the scripts that run inside the pages. */
const root = fileURLToPath(new URL('..', import.meta.url));

await rm(`${root}dist`, { recursive: true, force: true });
await Promise.all([buildCommand(), buildPageScripts()]);

/** Chart libraries and the like land in chunks of their own and load only when they are needed. */
async function buildCommand(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts'],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['@duckdb/node-api', 'puppeteer', 'puppeteer-core', '@sparticuz/chromium', 'yargs'],
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
