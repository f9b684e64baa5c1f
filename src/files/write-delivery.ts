import { join } from 'node:path';
import { type CommandError, UnavailableError } from '../errors.ts';
import type { Locale } from '../locales/locale.ts';
import { emailFiles } from '../render/email/file-names.ts';
import type { EmailEdition } from '../render/email.ts';
import { stampFile, stampPicture } from '../render/stamp.ts';
import { reportText } from '../report/read-report.ts';
import type { PartialData, Report, Totals } from '../report/report.ts';
import { optionalFiles } from './delivery-names.ts';
import { folderName } from './folder-name.ts';
import { type Contents, replaceFolder } from './replace-folder.ts';
import type { FileStamp } from './write-file.ts';

/** The files of one delivery's report, as the command tells of them. */
export interface DeliveryFiles {
  readonly delivery: { readonly id: string; readonly label: string | null };
  /** What its report lacks; absent where nothing is missing. */
  readonly partial?: PartialData;
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

interface WriteOptions {
  readonly output: string;
  readonly locale: Locale;
  readonly csv: boolean;
  /** The mail, and the same as a message; null where none is wanted. */
  readonly email: WrittenEmail | null;
  /** The text of rejects.ndjson; null where an earlier one is to stay. */
  readonly rejects: string | null;
  readonly print: (html: string, report: Report, locale: Locale) => Promise<Uint8Array | undefined>;
  /** The stamp of a report whose page is to notice the next one; absent where it is not. */
  readonly stamp?: string | undefined;
  /** Whether an earlier report.pdf is to stay though none is made now. */
  readonly keepsPdf?: boolean | undefined;
}

async function csvFiles(report: Report): Promise<Contents> {
  const [{ renderCsv }, { csvColumns }] = await Promise.all([
    import('../render/csv.ts'),
    import('../render/csv-columns.ts'),
  ]);
  return new Map([...renderCsv(report, csvColumns)].map(([section, text]) => [`csv/${section}.csv`, text]));
}

/** The mail, the message, and, in a folder beside them, the pictures. */
function emailContents({ edition: { fileHtml, pictures }, message }: WrittenEmail): Contents {
  return new Map<string, string | Uint8Array>([
    ...pictures.map(({ name, png }) => [`${emailFiles.pictures}/${name}`, png] as const),
    [emailFiles.html, fileHtml],
    [emailFiles.message, message],
  ]);
}

/**
 * Writes a report's files into its folder below the output, all at once: its page and JSON always, the rest where it is asked for.
 * A browser that is missing is handed back as a failure, since all but the PDF is written none the less.
 * @throws CommandError where any of them cannot be made or written; then the earlier ones are as they were
 */
export async function writeDelivery(
  report: Report,
  html: string,
  { output, locale, csv, email, rejects, print, stamp, keepsPdf = false }: WriteOptions,
): Promise<WrittenDelivery> {
  let failure: CommandError | undefined;
  const pdf = await print(html, report, locale).catch((error: unknown) => {
    if (!(error instanceof UnavailableError)) throw error;
    failure = error;
    return undefined;
  });
  const csvContents: Contents = csv ? await csvFiles(report) : new Map();
  const contents: Contents = new Map<string, string | Uint8Array>([
    ['report.html', html],
    ...(pdf === undefined ? [] : [['report.pdf', pdf] as const]),
    ['report.json', reportText(report)],
    ...(stamp === undefined ? [] : [[stampFile, stampPicture(stamp)] as const]),
    ...(rejects === null || rejects === '' ? [] : [['rejects.ndjson', rejects] as const]),
    ...csvContents,
    ...(email === null ? [] : emailContents(email)),
  ]);
  // A file that an earlier run left and this one does not write would belong to other figures.
  const earlier =
    rejects === null
      ? optionalFiles.filter((name) => !isAmong(name, contents))
      : optionalFiles.filter((name) => name === 'report.pdf' && keepsPdf && !isAmong(name, contents));
  const kept = failure === undefined ? earlier : earlier.filter((name) => name !== 'report.pdf');
  const folder = join(output, folderName(report.delivery.id));
  const stamps = await replaceFolder(folder, contents, kept);

  const path = (name: string): string => join(folder, name);
  const written: DeliveryFiles = {
    delivery: { id: report.delivery.id, label: report.delivery.label },
    ...(report.partial === undefined ? {} : { partial: report.partial }),
    totals: report.totals,
    files: {
      html: path('report.html'),
      ...(pdf === undefined ? {} : { pdf: path('report.pdf') }),
      json: path('report.json'),
      ...(csv ? { csv: [...csvContents.keys()].map(path) } : {}),
      ...(email === null ? {} : emailPaths(email, path)),
      ...(rejects === null || rejects === '' ? {} : { rejects: path('rejects.ndjson') }),
    },
  };
  return {
    written,
    stamps: new Map([...stamps].map(([name, stamp]) => [path(name), stamp])),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** True for the name of a file among them, or of the folder of one. */
const isAmong = (name: string, contents: Contents): boolean =>
  [...contents.keys()].some((path) => path === name || path.startsWith(`${name}/`));

const emailPaths = (
  { edition: { pictures } }: WrittenEmail,
  path: (name: string) => string,
): Pick<DeliveryFiles['files'], 'email' | 'emailMessage' | 'emailPictures'> => ({
  email: path(emailFiles.html),
  emailMessage: path(emailFiles.message),
  emailPictures: pictures.map(({ name }) => path(`${emailFiles.pictures}/${name}`)),
});
