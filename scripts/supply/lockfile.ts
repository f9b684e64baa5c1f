import * as z from 'zod';
import { isAllowedLicence } from './licences.ts';

const versions = z.record(z.string(), z.string()).default({});

export const manifestSchema = z.object({ dependencies: versions, devDependencies: versions });
type Manifest = z.infer<typeof manifestSchema>;

const packageSchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.unknown().optional(),
  link: z.boolean().default(false),
  dev: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
});

export const lockfileSchema = z.object({
  lockfileVersion: z.number(),
  packages: z.record(z.string(), packageSchema),
});
export type Lockfile = z.infer<typeof lockfileSchema>;

/** Packages that want to run a script when they are installed. None gets to (.npmrc), and none needs to: why each wants it. */
export const wantScripts: ReadonlyMap<string, string> = new Map([
  ['esbuild', 'replaces the script that starts it by the program itself, which saves some milliseconds'],
  ['fsevents', 'builds what macOS has not got ready'],
  ['puppeteer', 'downloads a browser, from no registry and by no hash'],
]);

const exact = /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/;
const registry = 'https://registry.npmjs.org/';

/** A package's name by its place: `node_modules/a/node_modules/@b/c` is `@b/c`. */
export const nameAt = (place: string): string => place.replace(/^.*node_modules\//, '');

/** What in package.json leaves open which version is installed, a line each. */
export function faultsOfManifest({ dependencies, devDependencies }: Manifest): readonly string[] {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => `package.json: ${name} is "${version}": name one version`);
}

function faultOf(
  place: string,
  { name, version, ...held }: Lockfile['packages'][string],
): string | undefined {
  if (held.link) return 'is a link to a folder';
  if (name !== undefined && name !== nameAt(place)) return `is ${name} by another name`;
  if (version === undefined || !exact.test(version)) return 'has no exact version';
  // Without an address it is the registry's own: npm notes it for everything else.
  if (held.resolved?.startsWith(registry) === false) return `is from ${held.resolved}`;
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(held.integrity ?? '')) return 'has no SHA-512 to be checked by';
  if (held.hasInstallScript && !wantScripts.has(nameAt(place)))
    return 'has an install script that nobody has looked at';
  if (!held.dev && !isAllowedLicence(held.license))
    return `is under ${JSON.stringify(held.license) ?? 'no licence that it names'}, which is not in scripts/supply/licences.ts`;
  return undefined;
}

/** What in a lockfile could bring us code that nobody has chosen, a line each. */
export function faultsOfLockfile(path: string, { lockfileVersion, packages }: Lockfile): readonly string[] {
  const version = lockfileVersion === 3 ? [] : [`${path}: is of version ${lockfileVersion}, not 3`];
  const others = Object.entries(packages).flatMap(([place, held]) => {
    const fault = place === '' ? undefined : faultOf(place, held);
    return fault === undefined ? [] : [`${path}: ${nameAt(place)} ${fault}`];
  });
  return [...version, ...others];
}

/** The names of all packages that are installed with ours. */
export const installedWithOurs = ({ packages }: Lockfile): readonly string[] =>
  Object.entries(packages)
    .filter(([place, { dev }]) => place !== '' && !dev)
    .map(([place]) => nameAt(place));
