import * as z from 'zod';
import type { QueryRow } from '../engine/engine.ts';

const rowSchema = z.object({
  dump: z.string(),
  newest: z.string(),
  delivery: z.string(),
  complete: z.int(),
  events: z.int(),
  ignored: z.int(),
  read: z.int(),
  rejected: z.int(),
  ignored_of_nobody: z.int(),
  files: z.string(),
  options: z.string(),
});

type Load = z.infer<typeof rowSchema>;

/** What was loaded into a table of a delivery, of whatever dumps. */
export interface LoadAccount {
  /** Its usable rows, copies among them. */
  readonly events: number;
  /** Its rows of types that a report does not use, and those that name no delivery. */
  readonly ignored: number;
  /** All rows of the dumps that it is in. */
  readonly read: number;
  readonly rejected: number;
}

const sumOf = (loads: readonly Load[], count: (load: Load) => number): number =>
  loads.reduce((sum, load) => sum + count(load), 0);

/** The journal of what was loaded into a table (see table-layout.ts). */
export class Loads {
  readonly #byDelivery = new Map<string, Load[]>();
  readonly #all: readonly Load[];

  constructor(rows: readonly QueryRow[]) {
    this.#all = rows.map((row) => rowSchema.parse(row));
    for (const load of this.#all) {
      const known = this.#byDelivery.get(load.delivery);
      if (known === undefined) this.#byDelivery.set(load.delivery, [load]);
      else known.push(load);
    }
  }

  /** The last word of a journal on each delivery of each dump. Ids of dumps are texts here: numbers of 64 bits are none of JavaScript's. */
  static query(journal: string, deliveries: string | null): string {
    const last = [
      'complete',
      'events',
      'ignored',
      'read',
      'rejected',
      'ignored_of_nobody',
      'files',
      'options',
    ];
    return `
      SELECT
        toString(dump_id) AS dump,
        delivery_id AS delivery,
        toString(max(version)) AS newest,
        ${last.map((column) => `argMax(${column}, version) AS ${column}`).join(', ')}
      FROM ${journal}
      ${deliveries === null ? '' : `WHERE delivery_id IN (${deliveries})`}
      GROUP BY dump_id, delivery_id`;
  }

  accountOf(delivery: string): LoadAccount {
    const loads = this.#byDelivery.get(delivery) ?? [];
    return {
      events: sumOf(loads, ({ events }) => events),
      ignored: sumOf(loads, ({ ignored, ignored_of_nobody }) => ignored + ignored_of_nobody),
      read: sumOf(loads, ({ read }) => read),
      rejected: sumOf(loads, ({ rejected }) => rejected),
    };
  }

  /** What was loaded of a delivery, and whether all of it is in: another text as soon as any load goes on. */
  standingOf(delivery: string): string {
    const loads = this.#byDelivery.get(delivery) ?? [];
    return loads
      .map(({ dump, newest, complete }) => `${dump} ${newest} ${complete}`)
      .sort()
      .join();
  }

  /** Whether parts of a delivery may lie in the table twice: dumps that overlap, or a batch that came twice. */
  mayBeDoubled(delivery: string, inTable: number): boolean {
    const loads = this.#byDelivery.get(delivery) ?? [];
    return loads.length > 1 || sumOf(loads, ({ events }) => events) !== inTable;
  }

  /** Whether no domain of few people came into the table with these deliveries. */
  haveDomainsRedacted(deliveries: readonly string[]): boolean {
    return deliveries.every((delivery) =>
      this.#byDelivery.get(delivery)?.every(({ options }) => options.split(' ').includes('--redact-domains')),
    );
  }

  /** The files of dumps that are not all in, each dump once. */
  get unfinished(): readonly string[] {
    const dumps = new Map(
      this.#all.filter(({ complete }) => complete === 0).map(({ dump, files }) => [dump, files]),
    );
    return [...dumps.values()];
  }
}
