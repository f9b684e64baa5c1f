import type { Format } from '../../render/view/format.ts';

/** A page that follows its report, as far as the following needs to know it. */
export interface FollowedPage {
  readonly format: () => Format;
  /** When the last event was that it shows, in epoch milliseconds; null where it does not say. */
  readonly lastEvent: () => number | null;
  /** While its reader is about something that a change would disturb. */
  readonly isBusy: () => boolean;
  /** Shows what a newer one holds; false where that takes loading it, because its scripts are others. */
  readonly update: (newer: Document) => Promise<boolean>;
  /** All that its reader changed and that it would lose when it is loaded again. */
  readonly state: () => string | undefined;
  /** What a screen reader is told of an update. */
  readonly news: () => string;
}
