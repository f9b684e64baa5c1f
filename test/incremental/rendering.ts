import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RenderOptions, render } from '../../src/commands/render.ts';
import type { Terminal } from '../../src/terminal.ts';

/** What a run said. */
export interface Said {
  readonly results: readonly string[];
  readonly json: unknown;
  readonly warnings: readonly string[];
}

const usual: Omit<RenderOptions, 'dump' | 'output'> = {
  pdf: false,
  csv: false,
  email: false,
  includeTests: false,
  allowPartial: false,
  rawReasons: false,
  keepQuery: false,
  redactDomains: false,
  page: 'A4',
  locale: 'en',
  timezone: 'UTC',
  incremental: true,
  exact: false,
  json: false,
  open: false,
};

/** Renders in this process, with --incremental unless the options say otherwise. */
export async function rendered(
  dump: string | readonly string[],
  output: string,
  options: Partial<RenderOptions> = {},
): Promise<Said> {
  const results: string[] = [];
  const warnings: string[] = [];
  let json: unknown;
  const terminal: Terminal = {
    result: (line) => results.push(line),
    json: (value) => {
      json = value;
    },
    error: (line) => warnings.push(line),
    warn: (line) => warnings.push(line),
    note: () => {},
    progress: () => {},
  };
  await render({ ...usual, ...options, dump: [dump].flat(), output }, terminal);
  return { results, json, warnings };
}

/** The files below a folder by their paths in it, without the manifest. */
export function filesIn(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => path !== '.render-manifest.json')
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'base64')]));
}

/** Writes over a file in its place. */
export function change(path: string, edit: (text: string) => string): void {
  writeFileSync(path, edit(readFileSync(path, 'utf8')));
}
