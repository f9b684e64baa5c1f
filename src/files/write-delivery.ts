import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandError, hasErrorCode, UnavailableError } from '../errors.ts';
import type { Locale } from '../locales/locale.ts';
import { emailFiles } from '../render/email/file-names.ts';
import type { EmailEdition } from '../render/email.ts';
import { reportText } from '../report/read-report.ts';
import type { Report, Totals } from '../report/report.ts';
import { folderName } from './folder-name.ts';
import { type FileStamp, writeWholeFile } from './write-file.ts';

/** The files of one delivery's report, as the command tells of them. */
export interface DeliveryFiles {
  readonly delivery: { readonly id: string; readonly label: string | null };
  readonly totals: Totals;
  readonly files: {
    readonly html: string;
    readonly pdf?: string;
    readonly json: string;
    readonly csv?: readonly string[];
    readonly email?: string;
    readonly emailMessage?: string;
    readonly emailPictures?: readonly string[];
    readonly rejects?: string;
  };
}

/** A mail to be written: as HTML with its pictures, and as a message with all its parts. */
export interface WrittenEmail {
  readonly edition: EmailEdition;
  readonly message: Uint8Array;
}

/** What was written of a delivery: its files, with their stamps by their paths. */
export interface WrittenDelivery {
  readonly written: DeliveryFiles;
  readonly stamps: ReadonlyMap<string, FileStamp>;
  /** Why there is no PDF though there should be one. */
  readonly failure?: CommandError;
}

/** Writes a whole file and keeps its stamp. */
type Write = (path: string, content: string | Uint8Array) => Promise<void>;

/** What a folder of a delivery has only where the run that wrote it was to make it. */
export const optionalFiles = ['rejects.ndjson', 'report.pdf', 'csv', ...Object.values(emailFiles)] as const;

interface WriteOptions {
  readonly output: string;
  readonly locale: Locale;
  readonly csv: boolean;
  /** The mail, and the same as a message; null where none is wanted. */
  readonly email: WrittenEmail | null;
  /** The text of rejects.ndjson; null where an earlier one is to stay. */
  readonly rejects: string | null;
  readonly print: (html: string, report: Report, locale: Locale) => Promise<Uint8Array | undefined>;
}

/** A file of this report that an earlier run left and this one does not write would belong to other figures. */
async function removeStale(folder: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

async function writeCsv(report: Report, folder: string, write: Write): Promise<readonly string[]> {
  const [{ renderCsv }, { csvColumns }] = await Promise.all([
    import('../render/csv.ts'),
    import('../render/csv-columns.ts'),
  ]);
  const paths: string[] = [];
  for (const [section, text] of renderCsv(report, csvColumns)) {
    const path = join(folder, 'csv', `${section}.csv`);
    await write(path, text);
    paths.push(path);
  }
  return paths;
}

/** The mail, the message, and, in a folder beside them, the pictures and no others. */
async function writeEmail(
  { edition: { fileHtml, pictures }, message }: WrittenEmail,
  folder: string,
  write: Write,
): Promise<Pick<DeliveryFiles['files'], 'email' | 'emailMessage' | 'emailPictures'>> {
  const beside = join(folder, emailFiles.pictures);
  const paths: string[] = [];
  for (const { name, png } of pictures) {
    const path = join(beside, name);
    await write(path, png);
    paths.push(path);
  }
  const email = join(folder, emailFiles.html);
  await write(email, fileHtml);
  const emailMessage = join(folder, emailFiles.message);
  await write(emailMessage, message);
  const names = new Set(pictures.map(({ name }) => name));
  const found = await readdir(beside).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  });
  await removeStale(
    beside,
    found.filter((name) => name.endsWith('.png') && !names.has(name)),
  );
  return { email, emailMessage, emailPictures: paths };
}

/**
 * Writes a report's files into its folder below the output: its page and JSON always, the rest where it is asked for.
 * A browser that is missing is handed back as a failure, since all but the PDF is written none the less.
 * @throws CannotWriteError
 */
export async function writeDelivery(
  report: Report,
  html: string,
  { output, locale, csv, email, rejects, print }: WriteOptions,
): Promise<WrittenDelivery> {
  const stamps = new Map<string, FileStamp>();
  const write: Write = async (path, content) => {
    stamps.set(path, await writeWholeFile(path, content));
  };
  const folder = join(output, folderName(report.delivery.id));
  const paths = {
    html: join(folder, 'report.html'),
    pdf: join(folder, 'report.pdf'),
    json: join(folder, 'report.json'),
    rejects: join(folder, 'rejects.ndjson'),
  };
  await write(paths.html, html);
  await write(paths.json, reportText(report));
  if (rejects !== null && rejects !== '') await write(paths.rejects, rejects);
  const csvPaths = csv ? await writeCsv(report, folder, write) : undefined;
  const emailPaths = email === null ? {} : await writeEmail(email, folder, write);

  let failure: CommandError | undefined;
  const pdf = await print(html, report, locale).catch((error: unknown) => {
    if (!(error instanceof UnavailableError)) throw error;
    failure = error;
    return undefined;
  });
  if (pdf !== undefined) await write(paths.pdf, pdf);
  if (rejects !== null) {
    await removeStale(folder, [
      ...(rejects === '' ? ['rejects.ndjson'] : []),
      ...(pdf === undefined ? ['report.pdf'] : []),
      ...(csv ? [] : ['csv']),
      ...(email === null ? Object.values(emailFiles) : []),
    ]);
  }
  const written: DeliveryFiles = {
    delivery: { id: report.delivery.id, label: report.delivery.label },
    totals: report.totals,
    files: {
      html: paths.html,
      ...(pdf === undefined ? {} : { pdf: paths.pdf }),
      json: paths.json,
      ...(csvPaths === undefined ? {} : { csv: csvPaths }),
      ...emailPaths,
      ...(rejects === null || rejects === '' ? {} : { rejects: paths.rejects }),
    },
  };
  return { written, stamps, ...(failure === undefined ? {} : { failure }) };
}
