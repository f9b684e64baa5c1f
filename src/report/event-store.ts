import type { Dialect } from '../engine/dialect.ts';
import type { QueryRow } from '../engine/engine.ts';
import type { Delivery } from './deliveries.ts';
import type { MachineRules } from './machines/rules/index.ts';
import type { ReasonGrouping } from './reason-masks.ts';
import type { Relations } from './relations.ts';
import type { PartialData } from './report.ts';
import type { Window } from './window.ts';

/** A delivery in a window, under one number in the engine: in two windows it is two scopes. */
export interface Scope {
  readonly number: number;
  readonly delivery: Delivery;
  readonly window: Window;
}

/** What of the events counts, and as what. */
export interface CountingOptions {
  readonly includeTests: boolean;
  readonly machineRules: MachineRules;
  readonly reasons: ReasonGrouping;
  /** Domains of few people are not named. */
  readonly redactDomains: boolean;
}

/** The relations of some scopes, and who answers queries of them. */
export interface LaidEvents {
  readonly dialect: Dialect;
  readonly relations: Relations;
  /** All rows of an answer. */
  query(sql: string): Promise<readonly QueryRow[]>;
  /** Keeps an answer in the engine, and tells under which name; null where all of it is to be held by who asks. */
  readonly keep: ((sql: string) => Promise<string>) | null;
  /**
   * Called when all queries are answered.
   * @throws TryAgainError where they were not answered from the same events
   */
  confirm(): Promise<void>;
}

/** Where the events of reports lie: a dump that was read into the embedded engine, or a table of a cluster. */
export interface EventStore {
  /** What is missing of the events; null where nothing is. Known once the deliveries are. */
  partial(): PartialData | null;
  /**
   * The deliveries to report on, the newest first, with the accounts of their rows.
   * @param id the one that was asked for
   * @throws UsageError where there is no such delivery, BadDataError where there is none at all
   */
  findDeliveries(includeTests: boolean, id: string | undefined): Promise<readonly Delivery[]>;
  /** Of so many deliveries at most the relations are laid at a time; of all where it can be done only once. */
  readonly deliveriesAtOnce: number;
  /** Lays the relations of scopes. */
  lay(scopes: readonly Scope[], options: CountingOptions): Promise<LaidEvents>;
}
