import { createHash } from 'node:crypto';

/** A short text that stands for content: the same for the same, and for nothing else. */
export function contentHash(...contents: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const content of contents) {
    // With their lengths before them, no two lists of contents are one text.
    hash.update(`${content.length}:`);
    hash.update(content);
  }
  return hash.digest('base64url');
}
