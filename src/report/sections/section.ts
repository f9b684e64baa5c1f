import type { z } from 'zod';
import type { Dialect } from '../../engine/dialect.ts';
import type { QueryRow } from '../../engine/engine.ts';
import type { LocalClock } from '../local-clock.ts';
import type { Rates, Totals } from '../report.ts';

/** What a section's query is written with: the relations to read from and what differs between engines. */
export interface QueryContext {
  /** The counted events: no duplicates, no tests, inside the window. */
  readonly events: string;
  /** One row per message with what became of it (see message-outcomes.ts). */
  readonly messages: string;
  readonly dialect: Dialect;
  readonly clock: LocalClock;
}

/** What is known of a delivery when its sections are shaped. */
export interface DeliveryFigures {
  readonly totals: Totals;
  readonly rates: Rates;
  readonly clock: LocalClock;
}

/** Every section's data has rows; their keys are also the columns of its CSV. */
export type SectionSchema = z.ZodObject<{ rows: z.ZodArray<z.ZodObject> }>;

/**
 * One computed part of the report, in one file named after its id.
 * The query, if there is one, returns rows with a `delivery` column for all deliveries at once;
 * `shape` turns one delivery's rows into what report.json holds.
 */
export interface Section<Id extends string = string, Schema extends SectionSchema = SectionSchema> {
  readonly id: Id;
  readonly schema: Schema;
  readonly query?: (context: QueryContext) => string;
  readonly shape: (rows: readonly QueryRow[], figures: DeliveryFigures) => z.infer<Schema>;
}

/** The share of `count` in `whole`, or null where there is no whole. */
export function shareOf(count: number, whole: number): number | null {
  return whole === 0 ? null : count / whole;
}
