import type { QueryRow } from '../engine.ts';

/** Settings as they are sent with a query. */
export type Settings = Readonly<Record<string, number | string>>;

/** A setting that queries need, and which values of the user's profile do as well. */
export interface NeededSetting {
  readonly name: string;
  readonly value: number | string;
  readonly suffices: (ofProfile: number, written: string) => boolean;
  /** Whether figures would be wrong with another value. */
  readonly isEssential?: boolean;
}

const exactly = (name: string, value: number): NeededSetting => ({
  name,
  value,
  suffices: (ofProfile) => ofProfile === value,
});

const essentially = (name: string, value: number | string): NeededSetting => ({
  name,
  value,
  suffices: (_, written) => written === String(value),
  isEssential: true,
});

/** For limits: 0 is none. */
const atLeast = (name: string, value: number): NeededSetting => ({
  name,
  value,
  suffices: (ofProfile) => ofProfile === 0 || ofProfile >= value,
});

const atMost = (name: string, value: number): NeededSetting => ({
  name,
  value,
  suffices: (ofProfile) => ofProfile !== 0 && ofProfile <= value,
});

/** What every statement needs. */
export const neededAlways = (maxSeconds: number): readonly NeededSetting[] => [
  atMost('max_execution_time', maxSeconds),
  atLeast('max_query_size', 10 * 1024 * 1024),
];

/** Limits at which a profile may have queries end with what they have by then, as if it were all. */
const limits = ['read', 'group_by', 'sort', 'result', 'timeout', 'set', 'join', 'transfer', 'distinct'];
const limitsOfShards = ['read_overflow_mode_leaf', 'timeout_overflow_mode_leaf'];

/** What a query of a report needs. */
export const neededByQueries: readonly NeededSetting[] = [
  essentially('join_use_nulls', 0),
  essentially('limit', 0),
  essentially('offset', 0),
  ...[...limits.map((limit) => `${limit}_overflow_mode`), ...limitsOfShards].map((name) =>
    essentially(name, 'throw'),
  ),
  atLeast('max_ast_elements', 1_000_000),
  atLeast('max_expanded_ast_elements', 10_000_000),
  // 50 ms, as 18.16 has it, make busy shards seem to be down.
  atLeast('connect_timeout_with_failover_ms', 2000),
  // Else it works on for a report that was stopped.
  exactly('cancel_http_readonly_queries_on_client_close', 1),
];

/** A query of which every shard has a part, or it fails. */
export const neededOfAllShards: readonly NeededSetting[] = [essentially('skip_unavailable_shards', 0)];

/** A query of which a shard that is down has no part. */
export const neededWithoutShards: readonly NeededSetting[] = [essentially('skip_unavailable_shards', 1)];

/** An insert that is done when it returns: every shard has its rows. */
export const neededByInserts: readonly NeededSetting[] = [
  exactly('insert_distributed_sync', 1),
  exactly('async_insert', 0),
  atLeast('connect_timeout_with_failover_ms', 2000),
];

/** The settings of a user on one server, as system.settings has them. */
export class UserSettings {
  readonly #values: ReadonlyMap<string, string>;
  /** Those that this user may not change. */
  readonly #fixed = new Set<string>();

  constructor(rows: readonly QueryRow[]) {
    this.#values = new Map(rows.map(({ name, value }) => [String(name), String(value)]));
  }

  /** 0: may do all, 1: may only read, and set nothing, 2: may only read, but set. */
  get readonly(): number {
    return Number(this.#values.get('readonly') ?? 0);
  }

  /** Notes that a setting cannot be set. */
  fix(name: string): void {
    this.#fixed.add(name);
  }

  /** What has to be sent, of what is needed, to a server that knows it and for a user who may set it. */
  toSend(needed: readonly NeededSetting[]): Settings {
    return Object.fromEntries(
      this.#lacking(needed)
        .filter(({ name }) => this.readonly !== 1 && !this.#fixed.has(name))
        .map(({ name, value }) => [name, value]),
    );
  }

  /** Which of these are not as needed, and cannot be made so. */
  missing(needed: readonly NeededSetting[]): readonly NeededSetting[] {
    return this.#lacking(needed).filter(({ name }) => this.readonly === 1 || this.#fixed.has(name));
  }

  #lacking(needed: readonly NeededSetting[]): readonly NeededSetting[] {
    return needed.filter(({ name, suffices }) => {
      const value = this.#values.get(name);
      return value !== undefined && !suffices(Number(value), value);
    });
  }
}
