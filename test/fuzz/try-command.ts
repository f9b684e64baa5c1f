import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { ExitStatus } from '../../src/errors.ts';
import { caseOf, fileOf } from './fuzz-case.ts';
import type { Attempt } from './try-file.ts';

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

interface Ended {
  readonly status: number | string | null;
  readonly stderr: string;
}

function runCommand(args: readonly string[], patience: number): Promise<Ended> {
  return new Promise((resolve) => {
    const limits = { timeout: patience, killSignal: 'SIGKILL' as const, maxBuffer: 2 ** 26 };
    const child = execFile(process.execPath, [command, ...args], limits, (_error, _stdout, stderr) =>
      resolve({ status: child.exitCode ?? child.signalCode, stderr }),
    );
  });
}

const actionable: readonly unknown[] = [
  ExitStatus.usage,
  ExitStatus.badData,
  ExitStatus.noInput,
  ExitStatus.cannotCreate,
  ExitStatus.tryAgain,
];

function* commandProblems({ status, stderr }: Ended, files: readonly string[]): Generator<string> {
  const isDone = status === ExitStatus.done;
  const said = stderr.trimEnd();
  if (!isDone && !actionable.includes(status)) yield `the command ended with ${status}: ${said}`;
  if (/^\s+at /m.test(stderr)) yield `a stack trace: ${said}`;
  if (!isDone && !/\(.+\)$/.test(said)) yield `an error without a hint: ${said}`;
  const pages = files.filter((file) => file.endsWith('report.html')).length;
  const reports = files.filter((file) => file.endsWith('report.json')).length;
  if (isDone ? pages === 0 || pages !== reports : files.length > 0)
    yield `${status} with ${files.length} files, ${pages} pages, ${reports} report.json`;
  const litter = files.find((file) => !/\.(?:html|json|csv|ndjson)$/.test(file));
  if (litter !== undefined) yield `left behind: ${litter}`;
}

/** Runs the built command over the file of a case, as a process of its own. */
export async function tryCommand(seed: number, number: number, patience: number): Promise<Attempt> {
  const folder = mkdtempSync(join(tmpdir(), 'email-live-report-fuzz-'));
  try {
    const { bytes, format } = await fileOf(caseOf(seed, number));
    const dump = join(folder, 'dump');
    const output = join(folder, 'output');
    writeFileSync(dump, bytes);
    const named = format === null ? [] : ['--format', format];
    const ended = await runCommand([dump, '--output', output, '--csv', ...named], patience);
    const files = globSync('**/*', { cwd: output, dot: true });
    const outcome = ended.status === ExitStatus.done ? 'report' : `exit ${ended.status}`;
    return { outcome, read: null, problems: [...commandProblems(ended, files)] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
