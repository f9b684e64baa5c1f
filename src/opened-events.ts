import type { EventStore } from './report/event-store.ts';

/** Events that reports can be made of, until they are given back. */
export interface OpenedEvents {
  readonly store: EventStore;
  /** The text of rejects.ndjson, empty where every row could be used, or where rows are no longer to be seen. */
  readonly rejects: string;
  close(): Promise<void>;
}
