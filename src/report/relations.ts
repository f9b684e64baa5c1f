/** The relations that the queries of the report read from, laid over the loaded dump (docs/pipeline.md has their columns). */
export const relations = {
  /** The counted events: no duplicates, no tests, inside the window. */
  events: 'events',
  /** How many of them are alike in all that figures are counted by (see event-counts.ts). */
  eventCounts: 'event_counts',
  /** When the first and the last event of each scope was. */
  spans: `(
    SELECT scope, min(first_time) AS first_time, max(last_time) AS last_time
    FROM event_counts
    GROUP BY scope
  )`,
  /** One row per message with what became of it (see message-outcomes.ts). */
  messages: 'messages',
  /** How many of them are alike in that (see message-counts.ts). */
  messageCounts: 'message_counts',
  /** What was said of bounces, errors, exclusions and delays, and how often (see failures.ts). */
  failures: 'failures',
  /** The reasons among them, by the key `original`, and what each is counted as. */
  reasonGroups: 'reason_groups',
  /** One row per open, click, unsubscribe and complaint, with what is known of its message (see engagement-events.ts). */
  engagement: 'engagement',
  /** The opens and clicks with what the rules for machines say of them (see machines/tagged-events.ts). */
  activity: 'activity',
  /** One row per person who opened or clicked (see people.ts). */
  people: 'people',
  /** The programs that opened and clicked, by the key `agent`. */
  agents: 'agents',
  /** The links that were clicked, by the key `link`. */
  links: 'links',
} as const;

/** The names of the relations, as queries are written with. */
export type Relations = { readonly [name in keyof typeof relations]: string };
