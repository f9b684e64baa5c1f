import { readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Machine } from './find-browser.ts';

/** The machine that this process runs on, as the search for a browser sees it. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    architecture: process.arch,
    homeFolder: homedir(),
    environment: process.env,
    isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
    list: (folder) => {
      try {
        return readdirSync(folder);
      } catch {
        return [];
      }
    },
  };
}
