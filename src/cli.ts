#!/usr/bin/env node
import module from 'node:module';
import { openPageRenderer } from './render/page-worker.ts';

/**
 * Guesses from the bare arguments whether pages will be rendered: only time is lost where it is wrong. With --incremental there
 * may be none to render.
 */
function rendersPages([command, ...rest]: readonly string[]): boolean {
  return (
    command !== undefined &&
    ![command, ...rest].some((word) =>
      /^(inspect|formats|sample|--healthcheck|--help|--version|--incremental)$/.test(word),
    )
  );
}

// Where Node can (from 22.8 on), it keeps what it compiled for the next run.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function')
  module.enableCompileCache();
// The thread that draws gets ready while the command line is read and the engine is asked.
if (rendersPages(process.argv.slice(2))) openPageRenderer();
await import('./command-line.ts');
