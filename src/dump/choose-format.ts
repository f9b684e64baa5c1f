import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { type Detection, detectFormat } from './detect.ts';
import { type DumpFile, pathsMatching } from './find-files.ts';
import type { Format, HeadRow } from './formats/format.ts';

/** Tells the format of a file from its name or its first rows. */
export type ChooseFormat = (file: DumpFile, rows: readonly HeadRow[]) => Detection;

/** A `--format` option: all files, or those that a file, folder or pattern stands for, are in a format. */
interface Rule {
  readonly option: string;
  readonly format: Format;
  /** Absolute paths; undefined for all files. */
  readonly paths: ReadonlySet<string> | undefined;
}

/** The format with this id; throws UsageError where there is none. */
function formatById(formats: readonly Format[], id: string): Format {
  const format = formats.find((candidate) => candidate.id === id);
  if (format === undefined) {
    throw new UsageError(
      `--format: "${id}" is no format`,
      `use one of ${formats.map((candidate) => candidate.id).join(', ')}`,
    );
  }
  return format;
}

/** What a `--format` option says: a format, of all files or of those that a pattern stands for. */
export function readFormatOption(option: string): {
  readonly id: string;
  readonly pattern: string | undefined;
} {
  const [, id = option, pattern] = /^([^=]*)=(.+)$/s.exec(option) ?? [];
  return { id, pattern };
}

async function ruleOf(option: string, formats: readonly Format[]): Promise<Rule> {
  const { id, pattern } = readFormatOption(option);
  return {
    option,
    format: formatById(formats, id),
    paths: pattern === undefined ? undefined : await pathsMatching(pattern),
  };
}

/** What chooses the format of each file of a dump, and what was asked for without need. */
export interface FormatChoice {
  readonly choose: ChooseFormat;
  /** Throws UsageError where a `--format` names files that are not in the dump. */
  readonly requireUse: (files: readonly DumpFile[]) => void;
}

/**
 * Chooses formats by the `--format` options, the first that fits a file; then by the mapping where there is one; else by
 * the file's first rows.
 * @param options as in `sendgrid` or `sendgrid=hooks/*.json`.
 * @throws UsageError for a format that is not known.
 */
export async function chooseFormats(
  options: readonly string[],
  mapping: Format | undefined,
  formats: readonly Format[],
): Promise<FormatChoice> {
  const known = mapping === undefined ? formats : [...formats, mapping];
  const rules = await Promise.all(options.map((option) => ruleOf(option, known)));
  return {
    choose: (file, rows) => {
      const rule = rules.find(({ paths }) => paths?.has(resolve(file.path)) ?? true);
      if (rule !== undefined)
        return { format: rule.format, because: `asked for with --format ${rule.option}` };
      if (mapping !== undefined) return { format: mapping, because: 'asked for with --mapping' };
      return detectFormat(file.file, rows, formats);
    },
    requireUse: (files) => {
      for (const { option, paths } of rules) {
        if (paths === undefined || files.some(({ path }) => paths.has(resolve(path)))) continue;
        throw new UsageError(`--format ${option}: no file of the dump is meant`, 'check the pattern');
      }
    },
  };
}
