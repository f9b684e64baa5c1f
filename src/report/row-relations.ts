import type { Dialect } from '../engine/dialect.ts';
import type { MachineRules } from './machines/rules/index.ts';

/**
 * The relations that have a row for each event, message or person (docs/pipeline.md has their columns). Sections do not know them:
 * they ask what is counted of them (see relations.ts).
 */
export const rowRelations = {
  /** The counted events: no duplicates, no tests, inside the window. */
  events: 'events',
  /** One row per message with what became of it (see message-outcomes.ts). */
  messages: 'messages',
  /** One row per open, click, unsubscribe and complaint, with what is known of its message (see engagement-events.ts). */
  engagement: 'engagement',
  /** The opens and clicks with what the rules for machines say of them (see machines/tagged-events.ts). */
  activity: 'activity',
  /** One row per person who opened or clicked (see people.ts). */
  people: 'people',
} as const;

/** Their names, or queries in brackets in their place. */
export type RowRelations = { readonly [name in keyof typeof rowRelations]: string };

/** What counts are written with: the rows to count, what differs between engines, and the rules that tag opens and clicks. */
export interface RowContext extends RowRelations {
  readonly dialect: Dialect;
  readonly machineRules: MachineRules;
}
