import { type ReadOptions, readDump } from '../../src/dump/read-dump.ts';
import { findRejects, rejectsText } from '../../src/dump/rejects.ts';
import { requireUsableRows } from '../../src/dump/require-rows.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { asCommandError, ExitStatus, errorLine } from '../../src/errors.ts';
import { usualSettings } from '../../src/report/findings/settings.ts';
import { reportsOfDump } from '../../src/reports-of-dump.ts';
import { usualOptions } from '../support/report-of.ts';
import { renderingProblems, reportProblems } from './report-invariants.ts';

/** How far the program is let go: to the rows of a dump and its rejects, to the reports, to what is made of them. */
export type Depth = 'read' | 'computed' | 'rendered';

/** How a case ended, in a word, and everything that is wrong with that. */
export interface Attempt {
  readonly outcome: string;
  readonly read: number | null;
  readonly problems: readonly string[];
}

/** What is known of the file of a case beforehand. */
export interface Known {
  /** What is in it, unpacked; null where that is no text. */
  readonly text: string | null;
  /** How many rows it has; null where that is not known. */
  readonly rows: number | null;
  /** The format that it is to be read in; null where it is to be found out. */
  readonly format: string | null;
}

interface Read {
  readonly read: number;
  readonly rejected: number;
  readonly rejects: string;
}

function* readProblems(
  file: string,
  { read, rejected, rejects }: Read,
  { text, rows }: Known,
): Generator<string> {
  const listed = rejects
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  if (listed.length !== rejected) yield `${rejected} rows were rejected, ${listed.length} are listed`;
  const lines = text === null ? Number.POSITIVE_INFINITY : text.split('\n').length;
  for (const reject of listed) {
    if (reject.file !== file) yield `a reject of ${reject.file}`;
    if (!(Number.isInteger(reject.line) && reject.line >= 1 && reject.line <= lines)) {
      yield `a reject in line ${reject.line} of ${lines}`;
      break;
    }
    if (typeof reject.cause !== 'string' || reject.cause === '') yield 'a reject without a cause';
  }
  if (rows !== null && read !== rows) yield `${read} rows were read of ${rows}`;
  // A row needs a line, a brace or a comma of its own.
  const most =
    text === null
      ? null
      : 1 + (text.match(/[\n\r{[,]|%(?:25)*(?:7B|2C|5B)|\\u00(?:7b|2c|5b)/gi)?.length ?? 0);
  if (most !== null && read > most) yield `${read} rows were read of a file that can hold ${most}`;
}

const actionable: readonly number[] = [
  ExitStatus.usage,
  ExitStatus.badData,
  ExitStatus.noInput,
  ExitStatus.cannotCreate,
  ExitStatus.tryAgain,
];

function attemptOf(error: unknown): Attempt {
  const fault = asCommandError(error);
  const problems: string[] = [];
  if (!actionable.includes(fault.exitStatus)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    problems.push(`exit ${fault.exitStatus}: ${fault.message}\n${stack}`);
  } else if (fault.hint === undefined) problems.push(`no hint: ${fault.message}`);
  if (/[\r\n]/.test(errorLine(fault)))
    problems.push(`an error of several lines: ${JSON.stringify(fault.message)}`);
  return { outcome: `exit ${fault.exitStatus}`, read: null, problems };
}

let kept: Engine | undefined;

/** Takes everything out of an engine that a dump was read into. */
async function clear(engine: Engine): Promise<void> {
  const tables = await engine.query('SELECT table_name AS name FROM duckdb_tables() WHERE NOT internal');
  const types = await engine.query(
    "SELECT type_name AS name FROM duckdb_types() WHERE NOT internal AND schema_name = 'main'",
  );
  const drops = [
    ...tables.map(({ name }) => `DROP TABLE "${name}"`),
    ...types.map(({ name }) => `DROP TYPE IF EXISTS "${name}"`),
  ];
  if (drops.length > 0) await engine.run(drops.join('; '));
}

/** An engine as it is after it was opened: another is only opened where a file has brought the last one down. */
async function cleanEngine(): Promise<Engine> {
  if (kept !== undefined) {
    try {
      await clear(kept);
      return kept;
    } catch {
      await kept.close();
    }
  }
  kept = await openDuckDB();
  return kept;
}

const readingOf = ({ format }: Known): ReadOptions => (format === null ? {} : { formats: [format] });

async function readOnly(file: string, known: Known): Promise<Read> {
  const engine = await cleanEngine();
  const dump = await readDump(engine, [file], readingOf(known));
  const rejects = await findRejects(engine, dump);
  requireUsableRows(dump, rejects);
  const rejected = dump.rejected.reduce((sum, rows) => sum + rows, 0);
  return { read: dump.read, rejected, rejects: rejectsText(rejects) };
}

const silent = { progress: () => {}, note: () => {}, warn: () => {} };

async function computed(file: string, known: Known, isRendered: boolean, problems: string[]): Promise<Read> {
  const { count, reports, rejects } = await reportsOfDump(
    {
      dump: [file],
      reading: readingOf(known),
      earlier: null,
      state: null,
      cluster: { allowPartial: false, maxSeconds: undefined },
      conclusions: usualSettings,
      ...usualOptions,
    },
    silent,
  );
  let audit: { readonly read: number; readonly rejected: number } | undefined;
  let given = 0;
  for await (const report of reports) {
    given += 1;
    problems.push(...reportProblems(report));
    if (isRendered && given <= 2) problems.push(...renderingProblems(report, given === 1 ? 'fr' : 'en'));
    if (audit !== undefined && (audit.read !== report.audit.read || audit.rejected !== report.audit.rejected))
      problems.push('two reports of a dump do not agree in what was read');
    audit = report.audit;
  }
  if (given !== count || audit === undefined) problems.push(`${given} reports of ${count}`);
  return { read: audit?.read ?? 0, rejected: audit?.rejected ?? 0, rejects };
}

/** Lets the program read a file, as it would as a process of its own, and looks at what comes of it. */
export async function tryFile(file: string, known: Known, depth: Depth): Promise<Attempt> {
  const problems: string[] = [];
  try {
    const read =
      depth === 'read'
        ? await readOnly(file, known)
        : await computed(file, known, depth === 'rendered', problems);
    problems.push(...readProblems(file, read, known));
    return { outcome: 'report', read: read.read, problems };
  } catch (error) {
    return attemptOf(error);
  }
}
