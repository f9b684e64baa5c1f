import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isAllowedLicence } from './licences.ts';

const manifestSchema = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** What esbuild says of a build: which files went into what it wrote, and how much of each. */
interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

/** The folders of the packages that something in the outputs of builds is from. */
export function bundledPackages(metafiles: readonly Metafile[]): readonly string[] {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = inputs.map(([path]) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

/** The text of a package's licence: a file of its own, or what its README says of it; Apache-2.0 is also ours. */
function licenceText(folder: string, name: string, licence: string): string {
  const files = readdirSync(folder).sort();
  const own = files.filter((file) => /^(?:licen[cs]e|copying|notice)\b/i.test(file) && !file.endsWith('.js'));
  if (own.length > 0) return own.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  const readme = files.find((file) => /^readme/i.test(file));
  const section =
    readme === undefined
      ? null
      : /^#*\s*licen[cs]e\s*(?:\n[-=]+)?\n(.*?Copyright.*)/ims.exec(
          readFileSync(join(folder, readme), 'utf8'),
        );
  if (section?.[1] !== undefined) return section[1].trim();
  if (licence === 'Apache-2.0') return 'The text of this licence is in LICENSE.';
  throw new Error(`${name} is bundled, and the text of its licence (${licence}) is nowhere in it`);
}

const rule = '-'.repeat(80);

/**
 * The notices that go with code of others in our bundles.
 * @throws Error where a licence is not allowed, or its text not to be found
 */
export function thirdPartyNotices(root: string, folders: readonly string[]): string {
  const packages = new Map<string, Set<string>>();
  for (const folder of folders) {
    const path = join(root, folder);
    const { name, version, license } = manifestSchema.parse(
      JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')),
    );
    if (!isAllowedLicence(license))
      throw new Error(
        `${name} is bundled, and is under ${license}, which is not in scripts/supply/licences.ts`,
      );
    const text = licenceText(path, name, license);
    packages.set(text, (packages.get(text) ?? new Set()).add(`${name}@${version} (${license})`));
  }
  // By name, wherever the packages lie.
  const notices = [...packages]
    .map(([text, names]) => `${[...names].sort().join('\n')}\n\n${text}\n`)
    .sort()
    .map((notice) => `${rule}\n${notice}`);
  return `The files in dist/ hold code of these packages.\n\n${notices.join('\n')}`;
}

/** The names of the packages that notices are about. */
export const namesIn = (notices: string): readonly string[] =>
  [...notices.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+)@\d[\w.-]* \([^)]+\)$/gm)].map(([, name = '']) => name);
