import { readFileSync } from 'node:fs';
import { faultsOfLockfile, faultsOfManifest, lockfileSchema, manifestSchema } from './supply/lockfile.ts';

/** Checks what we are made of, in a moment and without a network: versions, addresses, hashes, install scripts, licences. */
const parsed = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

const folders = ['', '.ci/other-node/'];
const faults = folders.flatMap((folder) => [
  ...faultsOfManifest(manifestSchema.parse(parsed(`${folder}package.json`))),
  ...faultsOfLockfile(
    `${folder}package-lock.json`,
    lockfileSchema.parse(parsed(`${folder}package-lock.json`)),
  ),
]);
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
