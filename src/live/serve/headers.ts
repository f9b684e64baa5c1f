import type { FileKind } from './requested-file.ts';

/** What goes with every answer. */
export const usualHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
} as const;

const always = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * The policies of what is sent, by how it is used. A page names its scripts and styles by their hashes in a policy of its own, of
 * which this one takes nothing; both hold. A browser's own viewer shows a PDF under no policy on what it loads.
 */
const policies: Readonly<Record<FileKind['use'], string>> = {
  page: `default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src 'self' data:; font-src data:; connect-src 'self'; ${always}`,
  document: always,
  plain: `default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src data:; ${always}`,
  download: `default-src 'none'; sandbox; ${always}`,
};

/** The headers of a file. */
export function fileHeaders({ type, use }: FileKind): Readonly<Record<string, string>> {
  return {
    ...usualHeaders,
    'Content-Security-Policy': policies[use],
    'Content-Type': type,
    'Cache-Control': 'no-cache',
    ...(use === 'download' ? { 'Content-Disposition': 'attachment' } : {}),
  };
}
