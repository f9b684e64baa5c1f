import { emailFiles } from '../render/email/file-names.ts';
import { stampFile } from '../render/stamp.ts';

/** What a folder of a delivery has only where the run that wrote it was to make it. */
export const optionalFiles = [
  ...['rejects.ndjson', 'report.pdf', 'csv', stampFile],
  ...Object.values(emailFiles),
] as const;

const files: ReadonlySet<string> = new Set(['report.html', 'report.json', ...optionalFiles]);

/** The folders in that of a delivery, and what is ours in them: the rest is somebody else's. */
export const innerFolders: ReadonlyMap<string, RegExp> = new Map([
  ['csv', /\.csv$/],
  [emailFiles.pictures, /\.png$/],
]);

/** True for what we write into the folder of a delivery. */
export const isOurs = (name: string): boolean => files.has(name);
