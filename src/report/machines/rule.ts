import type { Dialect } from '../../engine/dialect.ts';

/** How far a rule goes. Null where it knows no such limit, or is to have none. */
export interface RuleLimits {
  readonly seconds: number | null;
  /** Distinct links. */
  readonly links: number | null;
}

/** What a rule reads from (see counted-events.ts). */
export interface RuleContext {
  readonly engagement: string;
  readonly agents: string;
  /** How many distinct links were clicked in each scope. */
  readonly deliveryLinks: string;
  readonly dialect: Dialect;
}

export type Activity = 'open' | 'click';

/**
 * What a rule has to know of messages besides their events: a relation with one row at most for each `scope` and `message`, which is
 * told by the events of that message alone, `agents` and `deliveryLinks`.
 */
export interface Lookup {
  readonly relation: string;
  /** The columns that it adds to the event; they are NULL, or nought, where the message is not in it. */
  readonly columns: readonly string[];
}

/**
 * A sign that an open or a click is a machine's, in one file named after its id, as pure SQL. It tags events; nothing is taken
 * away, and unsubscribes and complaints are never looked at.
 */
export interface MachineRule<Id extends string = string> {
  readonly id: Id;
  /** What it catches, in English, for those who write a config. */
  readonly summary: string;
  readonly looksAt: readonly Activity[];
  /** Its limits where nobody chooses others. */
  readonly limits: RuleLimits;
  /** Whether it makes sense without its limit of time. */
  readonly mayBeUnlimited?: true;
  readonly lookup?: (context: RuleContext, limits: RuleLimits) => Lookup;
  /**
   * SQL that is true for those that it catches, of the opens and clicks that it looks at; it knows their `scope`, `time` and `delivered_time`
   * (epoch milliseconds), `message`, `agent` and `link` (keys, or NULL), and the columns of its lookup.
   */
  readonly catches: (limits: RuleLimits, context: RuleContext) => string;
}

/** SQL that is true where less than a limit of time lies between two moments; a limit of null is never passed. */
export function lessThan(seconds: number | null, from: string, to: string): string {
  return seconds === null ? `${to} IS NOT NULL` : `${to} - ${from} < ${seconds * 1000}`;
}
