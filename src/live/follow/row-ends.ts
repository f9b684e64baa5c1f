import type { FileHandle } from 'node:fs/promises';
import { QuoteFollower } from '../../dump/quote-follower.ts';
import { mostRowBytes } from '../../dump/reader.ts';
import type { DumpSource } from '../../dump/source.ts';
import { blocksBetween, bytesBetween } from './bytes.ts';

const lineEnd = 0x0a;
const blanks: readonly number[] = Array.from(Buffer.from(' \t\r\n'));

/** Behind a line of JSON that was cut at one of these the engine reads on, and spoils the next. */
const goesOn: readonly number[] = Array.from(Buffer.from(':[,'));

const windowBytes = 64 * 1024;
const overlapBytes = 1024;

/** The last line end among bytes before `end` behind which no row goes on, as the place behind it; 0 where there is none. */
function lastLineEnd(bytes: Buffer, isJson: boolean): number {
  let end = bytes.lastIndexOf(lineEnd) + 1;
  while (isJson && end > 0) {
    let before = end - 1;
    while (before >= 0 && blanks.includes(bytes[before] ?? 0)) before -= 1;
    if (before < 0 || !goesOn.includes(bytes[before] ?? 0)) return end;
    end = bytes.lastIndexOf(lineEnd, before) + 1;
  }
  return end;
}

/** The place behind the last line of a file's bytes from `start` to `end`; undefined where no line ends there. */
async function lastLine(
  handle: FileHandle,
  start: number,
  end: number,
  isJson: boolean,
): Promise<number | undefined> {
  let from = end;
  for (let to = end; from > start; to = from + overlapBytes) {
    from = Math.max(start, to - windowBytes);
    const at = lastLineEnd(await bytesBetween(handle, from, to), isJson);
    // Of a line that ends right where a window starts it is not seen here how it ends.
    if (at > (from === start ? 0 : overlapBytes)) return from + at;
  }
  return undefined;
}

/** The place behind the first line of a file's bytes from `start` to `end` that ends behind `after`. */
async function firstLine(
  handle: FileHandle,
  start: number,
  after: number,
  end: number,
  isJson: boolean,
): Promise<number | undefined> {
  let from = after;
  for await (const block of blocksBetween(handle, after, end)) {
    for (let at = block.indexOf(lineEnd); at >= 0; at = block.indexOf(lineEnd, at + 1)) {
      const place = from + at + 1;
      if ((await lastLine(handle, Math.max(start, place - overlapBytes), place, isJson)) === place)
        return place;
    }
    from += block.length;
  }
  return undefined;
}

/** Whether the end of each line is looked at, or only that of the last in each block. */
type Steps = 'lines' | 'blocks';

/** The places behind lines of a table, from a row's start on, where no quote is open. */
async function* tableRowEnds(
  handle: FileHandle,
  delimiter: string,
  start: number,
  end: number,
  steps: Steps,
): AsyncGenerator<number> {
  const follower = new QuoteFollower(delimiter);
  let place = start;
  for await (const block of blocksBetween(handle, start, end)) {
    for (let at = 0; at < block.length; ) {
      const last = steps === 'lines' ? block.indexOf(lineEnd, at) : block.lastIndexOf(lineEnd);
      const to = last < at ? block.length : last + 1;
      follower.feed(block.subarray(at, to));
      if (last >= at && !follower.isQuoted) yield place + to;
      at = to;
    }
    place += block.length;
  }
}

async function lastOf(places: AsyncIterable<number>): Promise<number | undefined> {
  let last: number | undefined;
  for await (const place of places) last = place;
  return last;
}

async function firstOf(places: AsyncIterable<number>): Promise<number | undefined> {
  for await (const place of places) return place;
  return undefined;
}

async function lastTableRow(
  handle: FileHandle,
  delimiter: string,
  start: number,
  end: number,
): Promise<number | undefined> {
  const rough = await lastOf(tableRowEnds(handle, delimiter, start, end, 'blocks'));
  return (await lastOf(tableRowEnds(handle, delimiter, rough ?? start, end, 'lines'))) ?? rough;
}

/**
 * The place behind the last row of a file that ends with a line between `start`, where a row starts, and `most` bytes
 * from there; behind the first row where that one is longer, and no longer than any row may be. Undefined where
 * no row ends before `end`.
 */
export async function rowEndBetween(
  handle: FileHandle,
  { container, delimiter = ',' }: DumpSource,
  start: number,
  end: number,
  most: number,
): Promise<number | undefined> {
  const near = Math.min(end, start + most);
  const far = Math.min(end, start + Math.max(most, mostRowBytes));
  if (container === 'csv') {
    const last = await lastTableRow(handle, delimiter, start, near);
    if (last !== undefined || near === far) return last;
    return firstOf(tableRowEnds(handle, delimiter, start, far, 'lines'));
  }
  const isJson = container === 'ndjson';
  return (await lastLine(handle, start, near, isJson)) ?? firstLine(handle, start, near, far, isJson);
}
