import { open, readFile, stat } from 'node:fs/promises';
import { BadDataError, hasErrorCode, NoInputError } from '../errors.ts';
import { type Report, reportSchema } from './report.ts';

/** True for a file that begins as report.json does; a path that is no readable file is left to others to explain. */
export async function isReportFile(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
      return /^\s*\{\s*"schemaVersion"\s*:/.test(buffer.toString('utf8', 0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Whoever reads it as a dump says what is wrong with it.
    if (error instanceof Error && 'syscall' in error) return false;
    throw error;
  }
}

/**
 * What a report.json holds, before anything of it is checked.
 * @throws NoInputError where it is not there, BadDataError where it cannot be read
 */
export async function readReportValue(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT'))
      throw new NoInputError(`${path}: no such file`, 'check the path', error);
    throw new BadDataError(`${path}: not a readable report.json`, 'render it again from its dump', error);
  }
}

/** What is wrong with a value that is no report: the first of it, or nothing where more is wrong than can be told. */
function parsed(
  value: unknown,
): { readonly report: Report } | { readonly where: string; readonly cause: unknown } {
  try {
    const { success, data, error } = reportSchema.safeParse(value);
    if (success) return { report: data };
    const path = error.issues[0]?.path ?? [];
    return { where: path.length === 0 ? '' : ` at ${path.join('.')}`, cause: error };
  } catch (error) {
    // Zod hands on what it found in one call, which has an end at some hundred thousand.
    if (error instanceof RangeError) return { where: '', cause: error };
    throw error;
  }
}

/**
 * Reads a report.json of an earlier run.
 * @throws NoInputError where it cannot be opened, BadDataError where it is no report of a version that we know.
 */
export async function readReport(path: string): Promise<Report> {
  const result = parsed(await readReportValue(path));
  if ('report' in result) return result.report;
  throw new BadDataError(
    `${path}: not a report of this version${result.where}`,
    'render it again from its dump',
    result.cause,
  );
}

/** A report as report.json holds it. */
export function reportText(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
