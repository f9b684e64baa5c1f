import { BadDataError } from '../errors.ts';
import { readText } from '../files/read-text.ts';
import { checkLayout, LayoutError } from './check-layout.ts';
import type { Catalogue, Layout } from './layout.ts';

/** Each section once, and a few words for each: ten times what that takes. Every widget that is wrong is looked at. */
const longest = 50_000;

const hints = { missing: 'check the path', unreadable: 'name a layout.json that was saved from a report' };

/** What JSON.parse says is wrong, in one line, with the line of the file where it tells the position. */
function jsonFault(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/(?: in JSON)? at position (\d+).*$/s, (_, position) => {
      return ` on line ${text.slice(0, Number(position)).split('\n').length}`;
    })
    .replace(/\s+/g, ' ');
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadDataError(
      `${path}: not JSON: ${jsonFault(error, text)}`,
      'mend it, or save it from a report again',
      error,
    );
  }
}

/**
 * Reads a layout.json that was saved from a report or written by hand.
 * @throws NoInputError where it cannot be opened, BadDataError where it is no layout of these sections.
 */
export async function readLayout(path: string, catalogue: Catalogue): Promise<Layout> {
  const text = await readText(path, hints);
  if (text.length > longest) throw new BadDataError(`${path}: too large for a layout`, hints.unreadable);
  // Some editors begin a file with a byte order mark.
  const value = parseJson(path, text.replace(/^\uFEFF/, ''));
  try {
    return checkLayout(value, catalogue);
  } catch (error) {
    if (error instanceof LayoutError) throw new BadDataError(`${path}: ${error.message}`, error.hint, error);
    throw error;
  }
}
