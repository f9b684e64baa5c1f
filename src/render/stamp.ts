import { createRequire } from 'node:module';
import { stampSize } from './stamp-size.ts';

/** What the picture of a stamp is called, beside the page that it is about. */
export const stampFile = 'stamp.svg';

/** Who only asks for the name of the picture does not wait for Node's cryptography. */
const cryptography = (): typeof import('node:crypto') => createRequire(import.meta.url)('node:crypto');

/** What tells a report from an earlier one of the same delivery: 32 hexadecimal digits, a hash of the text of its report.json. */
export function stampOfReport(reportJson: string): string {
  return cryptography().createHash('sha256').update(reportJson, 'utf8').digest('hex').slice(0, 32);
}

/** The stamp of the list of executions, by the stamps of the reports that are in it, in whatever order. */
export function stampOfIndex(stamps: readonly string[]): string {
  return stampOfReport([...stamps].sort().join('\n'));
}

/**
 * What stamp.svg holds. A page that was opened as a file may fetch nothing, but it may load a picture that lies beside it, and
 * read how large that is.
 */
export function stampPicture(stamp: string): string {
  const { width, height } = stampSize(stamp);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>\n`;
}
