import type { PartialData } from '../../report/report.ts';
import type { Format } from './format.ts';

/** What stands above a report that was made from a part of the data. */
export interface PartialView {
  readonly title: string;
  readonly text: string;
}

/** What a partial report lacks, in a line; null where nothing is missing. */
export function partialTitle(
  partial: PartialData | null,
  { text, plural, count }: Pick<Format, 'text' | 'plural' | 'count'>,
): string | null {
  if (partial === null) return null;
  const { shards, answered, unfinishedLoads } = partial;
  const missing = {
    shards: plural('partial.shards', answered, { count: count(answered), whole: count(shards) }),
    loads: plural('partial.loads', unfinishedLoads, { count: count(unfinishedLoads) }),
  };
  if (unfinishedLoads === 0) return text('partial.title', { missing: missing.shards });
  if (answered === shards) return text('partial.title', { missing: missing.loads });
  return text('partial.title', { missing: text('partial.both', missing) });
}

/** The banner of a report; null where nothing is missing in it. */
export function partialView(partial: PartialData | null, format: Format): PartialView | null {
  const title = partialTitle(partial, format);
  return title === null ? null : { title, text: format.text('partial.text') };
}

/** A text with the mark of partial reports behind it, where the report is one. */
export function markedPartial(
  marked: string,
  partial: PartialData | null | undefined,
  { text }: Pick<Format, 'text'>,
): string {
  return partial == null ? marked : `${marked} ${text('partial.mark')}`;
}
