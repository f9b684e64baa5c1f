/** What EventBridge Scheduler calls the function with. */
export interface NightlyEvent {
  /** As if it were run on this day, YYYY-MM-DD. */
  readonly date?: string;
}

/** Mails the reports of the config; returns what the run said, an object per event. */
export function handler(event?: NightlyEvent): Promise<{ readonly events: readonly object[] }>;
