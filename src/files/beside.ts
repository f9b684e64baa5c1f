import { basename, dirname, join } from 'node:path';
import { markPattern, processMark } from './process-mark.ts';

/** What stands hidden beside a place: what is to come into it, or what was there and is to be put back or removed. */
type Kind = 'part' | 'old';

/** A new name beside a place, which says what for and by whom it is used. */
export function beside(place: string, kind: Kind): string {
  // Node's own unique ids would load its cryptography; a name that is there already is never taken.
  const unique = Math.random().toString(36).slice(2);
  return join(dirname(place), `.${basename(place)}.${processMark()}-${unique}.${kind}`);
}

const pattern = new RegExp(String.raw`^\.(.+)\.(${markPattern})-[a-z0-9]*\.(part|old)$`);

/** What the name of something says that stands beside a place; undefined where it is no such name. */
export function parseBeside(
  name: string,
): { readonly place: string; readonly mark: string; readonly isOld: boolean } | undefined {
  const [, place, mark, kind] = pattern.exec(name) ?? [];
  return place === undefined || mark === undefined ? undefined : { place, mark, isOld: kind === 'old' };
}
