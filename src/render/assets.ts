import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

const cache = new Map<string, Buffer>();

function read(path: string): Buffer {
  const known = cache.get(path);
  if (known !== undefined) return known;
  const content = readFileSync(join(packageRoot(), path));
  cache.set(path, content);
  return content;
}

/** The templates of the pages by their path in templates/, without the extension, as the build compiled them. */
export function readTemplates(): Readonly<Record<string, object>> {
  return createRequire(import.meta.url)(join(packageRoot(), 'dist/templates.cjs'));
}

/** The templates of the email edition, as the build compiled them. */
export function readEmailTemplates(): Readonly<Record<string, object>> {
  return createRequire(import.meta.url)(join(packageRoot(), 'dist/email-templates.cjs'));
}

/** A style sheet below templates/styles. */
export function readStyles(name: string): string {
  return read(`templates/styles/${name}.css`).toString('utf8');
}

/** The weights that the report's font is there in. */
export const fontWeights = [400, 600] as const;

/** The report's font in one weight, as a data address. */
export function fontAddress(weight: (typeof fontWeights)[number]): string {
  return `data:font/woff2;base64,${read(`templates/fonts/inter-${weight}.woff2`).toString('base64')}`;
}

/** A script that the page carries packed until it is needed: in base 85, and the hash of its text for the policy. */
export interface PagePack {
  readonly name: string;
  readonly content: string;
  readonly hash: string;
}

/** The packed scripts of a report's page, as the build made them. */
export function readPagePacks(): readonly PagePack[] {
  packs ??= JSON.parse(read('dist/page/packs.json').toString('utf8')) as readonly PagePack[];
  return packs;
}

let packs: readonly PagePack[] | undefined;

/** A script that runs inside the page, as the build made it. */
export function readPageScript(name: string): string {
  return read(`dist/page/${name}.js`).toString('utf8').trim();
}
