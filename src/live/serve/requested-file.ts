import { emailFiles } from '../../render/email/file-names.ts';
import { stampFile } from '../../render/stamp.ts';

/** A file that is served. */
export interface ServedFile {
  /** The folder of a delivery below the output; null for what lies in the output itself. */
  readonly folder: string | null;
  /** Its path in that folder. */
  readonly path: string;
  readonly kind: FileKind;
}

/** How a file is to be taken. */
export interface FileKind {
  readonly type: string;
  /** A page with scripts of its own, a document without, or something to be saved. */
  readonly use: 'page' | 'document' | 'plain' | 'download';
}

const page: FileKind = { type: 'text/html; charset=utf-8', use: 'page' };
const stamp: FileKind = { type: 'image/svg+xml', use: 'plain' };

/** What is served of the output itself. */
const ofOutput: ReadonlyMap<string, FileKind> = new Map([
  ['index.html', page],
  [stampFile, stamp],
]);

/** What is served of the folder of a delivery. */
const ofDelivery: ReadonlyMap<string, FileKind> = new Map<string, FileKind>([
  ['report.html', page],
  [stampFile, stamp],
  ['report.json', { type: 'application/json', use: 'plain' }],
  ['report.pdf', { type: 'application/pdf', use: 'document' }],
  ['rejects.ndjson', { type: 'application/x-ndjson; charset=utf-8', use: 'download' }],
  [emailFiles.html, { type: 'text/html; charset=utf-8', use: 'plain' }],
  [emailFiles.message, { type: 'message/rfc822', use: 'download' }],
]);

/** What is served of the folders in that of a delivery, by how its name ends. */
const ofInnerFolders: ReadonlyMap<string, { readonly name: RegExp; readonly kind: FileKind }> = new Map([
  ['csv', { name: /\.csv$/, kind: { type: 'text/csv; charset=utf-8', use: 'download' } as const }],
  [emailFiles.pictures, { name: /\.png$/, kind: { type: 'image/png', use: 'plain' } as const }],
]);

/**
 * The file that the path of a request names; undefined for everything that is not on the list. Nothing hidden is, nothing outside
 * of the output, and no file of somebody else's.
 */
export function requestedFile(path: string): ServedFile | undefined {
  const segments = segmentsOf(path);
  if (segments === undefined) return undefined;
  const [first = '', second, third, ...others] = segments;
  if (others.length > 0) return undefined;
  if (second === undefined) return known(null, first, ofOutput.get(first));
  if (third === undefined) {
    const name = second === '' ? 'report.html' : second;
    return known(first, name, ofDelivery.get(name));
  }
  const inner = ofInnerFolders.get(second);
  return known(first, `${second}/${third}`, inner?.name.test(third) ? inner.kind : undefined);
}

function known(folder: string | null, path: string, kind: FileKind | undefined): ServedFile | undefined {
  return kind === undefined ? undefined : { folder, path, kind };
}

/** The names in a path; undefined where one of them could lead anywhere else. */
function segmentsOf(path: string): readonly string[] | undefined {
  try {
    const segments = path.slice(1).split('/').map(decodeURIComponent);
    const isLast = (index: number): boolean => index === segments.length - 1;
    const all = segments.every((name, index) => isName(name) || (name === '' && index > 0 && isLast(index)));
    return all ? segments : undefined;
  } catch {
    return undefined;
  }
}

/** True for what can be the name of a file or folder, and of nothing hidden. */
export function isName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !/[/\\\p{Cc}]/u.test(name) && !/^[A-Za-z]:/.test(name);
}
