import { isAbsolute, join, resolve } from 'node:path';
import { escapePath, isDynamicPattern } from 'tinyglobby';

/** Makes the paths of a config absolute: they start at the folder of its file, wherever the command is run. */
export interface ConfigPaths {
  readonly file: (path: string) => string;
  /** The same for what may be a pattern and a template. */
  readonly pattern: (path: string) => string;
}

export function configPaths(folder: string): ConfigPaths {
  const file = (path: string): string => resolve(folder, path);
  return {
    file,
    pattern: (path) => {
      // The braces of a template make no pattern, and neither does what the folder happens to be called.
      const isPattern = isDynamicPattern(path.replace(/\{\{.*?\}\}/gs, ''));
      return isPattern && !isAbsolute(path) ? join(escapePath(folder), path) : file(path);
    },
  };
}
