#!/usr/bin/env node
import { openPageRenderer } from './render/page-worker.ts';

/** Guesses from the bare arguments whether pages will be rendered: only time is lost where it is wrong. */
function rendersPages([command, ...rest]: readonly string[]): boolean {
  return (
    command !== undefined &&
    ![command, ...rest].some((word) => /^(inspect|sample|--help|--version)$/.test(word))
  );
}

// The thread that draws gets ready while the command line is read and the engine is asked.
if (rendersPages(process.argv.slice(2))) openPageRenderer();
await import('./command-line.ts');
