import type { Published } from './event-streams.ts';
import { openFile } from './open-file.ts';
import type { ServedFile } from './requested-file.ts';

/** The stamp stands at the very beginning of a page, in characters. */
const beginning = 300;

/** Which report a page shows that was written before the server began; undefined where there is no page, or one that follows nothing. */
export async function shownStamp(output: string, file: ServedFile): Promise<Published | undefined> {
  const opened = await openFile(output, file);
  if (opened === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await opened.handle.read(Buffer.alloc(beginning), 0, beginning, 0);
    const [, stamp] =
      /^<!doctype html>\s*<html [^>]*data-live="([0-9a-f]+)"/.exec(buffer.toString('utf8', 0, bytesRead)) ??
      [];
    return stamp === undefined ? undefined : { stamp, at: opened.modified };
  } finally {
    await opened.handle.close();
  }
}
