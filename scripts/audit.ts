import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { judge } from './supply/audit.ts';
import { installedWithOurs, lockfileSchema } from './supply/lockfile.ts';
import { namesIn } from './supply/notices.ts';

/** Asks the registry what is known to be wrong with what we are made of: 1 where it must be mended. Needs the build. */
const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

const lockfile = lockfileSchema.parse(JSON.parse(read('package-lock.json')));
const shipped = new Set([...installedWithOurs(lockfile), ...namesIn(read('dist/THIRD-PARTY-NOTICES'))]);
const { stdout } = spawnSync('npm', ['audit', '--json'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
const verdict = judge(stdout, shipped);
if (verdict.kind === 'found') {
  process.stderr.write(`npm audit: to be mended\n${verdict.findings.map((line) => `  ${line}\n`).join('')}`);
  process.exitCode = 1;
} else if (verdict.kind === 'no answer') {
  process.stderr.write(
    `npm audit: NOT CHECKED: the registry gives no answer (${verdict.why}); ask one that does before a release\n`,
  );
} else process.stdout.write(`npm audit: nothing known of the ${shipped.size} packages that people get\n`);
