import type { z } from 'zod';
import type { Dialect } from '../../engine/dialect.ts';
import type { QueryRow } from '../../engine/engine.ts';
import type { KnownBefore } from '../known-before.ts';
import type { LocalClock } from '../local-clock.ts';
import type { MachineRules } from '../machines/rules/index.ts';
import type { Relations } from '../relations.ts';
import type { MachineActivity, Rates, Totals } from '../report.ts';

/** What a section's query is written with: the relations to read from and what differs between engines. */
export interface QueryContext extends Relations {
  readonly dialect: Dialect;
  readonly clock: LocalClock;
  readonly known: KnownBefore;
  /** By which signs opens and clicks are suspected to be a machine's. */
  readonly machineRules: MachineRules;
}

/** What is known of a delivery in a window when its sections are shaped. */
export interface KnownFigures {
  readonly totals: Totals;
  readonly rates: Rates;
  readonly clock: LocalClock;
  /** Whether a machine's opens and clicks are in the totals and rates, and so are to be in the section. */
  readonly machines: MachineActivity;
  readonly machineRules: MachineRules;
}

/** Every section's data has rows; their keys are also the columns of its CSV. */
export type SectionSchema = z.ZodObject<{ rows: z.ZodArray<z.ZodObject> }>;

/**
 * One computed part of the report, in one file named after its id.
 * The query, if there is one, returns rows with a `scope` column for every delivery and window at once;
 * `shape` turns the rows of one scope into what report.json holds.
 */
export interface Section<Id extends string = string, Schema extends SectionSchema = SectionSchema> {
  readonly id: Id;
  readonly schema: Schema;
  /** What a report.json holds for it that was written before there was such a section. */
  readonly absent?: z.infer<Schema>;
  readonly query?: (context: QueryContext) => string;
  readonly shape: (rows: readonly QueryRow[], figures: KnownFigures) => z.infer<Schema>;
  /** Whether opens or clicks are in it: then it is shaped once more with those of machines, from the same rows. */
  readonly countsEngagement?: true;
}

/** A section whose figures differ with and without machine activity. */
export interface EngagementSection<Id extends string, Schema extends SectionSchema>
  extends Section<Id, Schema> {
  readonly countsEngagement: true;
}

/** The share of `count` in `whole`, or null where there is no whole. */
export function shareOf(count: number, whole: number): number | null {
  return whole === 0 ? null : count / whole;
}
