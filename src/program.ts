import { openPageRenderer } from './render/page-worker.ts';

/**
 * Guesses from the bare arguments whether pages will be rendered: only time is lost where it is wrong. With --incremental there
 * may be none to render, and no dump to read.
 */
function rendersPages([command, ...rest]: readonly string[]): boolean {
  return (
    command !== undefined &&
    ![command, ...rest].some((word) =>
      /^(inspect|formats|sample|--healthcheck|--help|--version|--incremental)$/.test(word),
    )
  );
}

/** Guesses likewise whether a dump will be read first. */
function readsDump(words: readonly string[]): boolean {
  return rendersPages(words) && !words.some((word) => /^(run|schedule|send)$|\breport\.json$/.test(word));
}

/** What takes long begins before the command line is read: the thread that draws pages, then the engine. */
async function start(words: readonly string[]): Promise<void> {
  if (rendersPages(words)) openPageRenderer();
  if (readsDump(words)) {
    const { readyDuckDB } = await import('./engine/duckdb.ts');
    readyDuckDB();
  }
  const { runCommandLine } = await import('./command-line.ts');
  await runCommandLine();
}

void start(process.argv.slice(2));
