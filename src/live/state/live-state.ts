import * as z from 'zod';
import type { Format } from '../../dump/formats/format.ts';
import { formats } from '../../dump/formats/index.ts';
import type { Keys } from '../../dump/keys.ts';
import { harmlessCauses, type Reject } from '../../dump/rejects.ts';
import type { UnfinishedRow } from '../../dump/unfinished-row.ts';
import { sqlText } from '../../engine/dialect.ts';
import type { Engine } from '../../engine/engine.ts';
import { CommandError } from '../../errors.ts';
import { type Delivery, type DumpAccount, nameOfDump } from '../../report/deliveries.ts';
import type { EventStore } from '../../report/event-store.ts';
import { type CountChoices, type CountedAs, countRows } from './count-rows.ts';
import { sumUpWhatGrew } from './counts.ts';
import { deliveriesOfState, eventsOfState } from './live-events.ts';
import { type ReadRows, storeReadRows } from './read-rows.ts';
import { parseRemembered, type RememberedSource, rowsOf, sourceOf } from './remembered-source.ts';
import { type Meta, metaSql, type OpenState, openState, rollBack } from './state-file.ts';
import {
  departedRows,
  sourcePlaces,
  sourceStates,
  storedRejects,
  storedRows,
  unwritten,
} from './state-tables.ts';
import { eventsInWindows } from './window-events.ts';

/** What of the reports is not written yet. */
export interface Unwritten {
  /** The deliveries whose figures have changed. */
  readonly changed: ReadonlySet<number>;
  /** Those of whose reports only the account of the dump has. */
  readonly accounts: ReadonlySet<number>;
}

/** A statement with many more values takes long to be read. */
const rejectsAtOnce = 1000;

const orderSchema = z.array(z.number());
const rowsWhenSummedUpSchema = z.record(z.string(), z.number());
const countedAsSchema = z.object({ dumpName: z.string(), impliesSends: z.record(z.string(), z.boolean()) });

/** What was read of a dump, and what is counted of it, in a file. Reading and counting come in turn; each is done whole or not at all. */
export class LiveState {
  readonly engine: Engine;
  /** Why it was made anew though there was one; null where it was not. */
  readonly whyAnew: string | null;
  readonly #choices: CountChoices;
  readonly #formats: ReadonlyMap<string, Format>;
  readonly #sources = new Map<number, RememberedSource>();
  #meta: Meta;
  /** All rejects; null where they are to be read anew. There may be very many, and few of them new. */
  #rejects: Promise<readonly Reject[]> | null = null;
  /** The sources in the order of their files. */
  #order: readonly number[] = [];
  #countedOrder: readonly number[] = [];

  private constructor(
    { engine, meta, whyAnew }: OpenState,
    choices: CountChoices,
    mapping: Format | undefined,
  ) {
    this.engine = engine;
    this.whyAnew = whyAnew;
    this.#meta = meta;
    this.#choices = choices;
    this.#formats = new Map(
      [...formats, ...(mapping === undefined ? [] : [mapping])].map((format) => [format.id, format]),
    );
  }

  /**
   * Opens the state in a file, see `openState`.
   * @param mapping the format of a mapping file, where files are read by one
   * @throws CommandError, DamagedState
   */
  static async open(
    path: string,
    {
      madeBy,
      rebuild,
      choices,
      mapping,
    }: {
      readonly madeBy: string;
      readonly rebuild: boolean;
      readonly choices: CountChoices;
      readonly mapping: Format | undefined;
    },
  ): Promise<LiveState> {
    const state = new LiveState(await openState(path, madeBy, rebuild), choices, mapping);
    try {
      await state.#remember();
      return state;
    } catch (error) {
      await state.close();
      if (error instanceof CommandError) throw error;
    }
    const anew = await openState(path, madeBy, true);
    return new LiveState({ ...anew, whyAnew: 'it is damaged' }, choices, mapping);
  }

  async #remember(): Promise<void> {
    for (const row of await this.engine.query(`SELECT remembered FROM ${sourceStates}`)) {
      const source = parseRemembered(row.remembered);
      this.#sources.set(source.source, source);
    }
    const order = await this.engine.query(`SELECT source FROM ${sourcePlaces} ORDER BY place`);
    this.#order = order.map(({ source }) => Number(source));
    this.#countedOrder = orderSchema.parse(JSON.parse(this.#meta.counted_order));
  }

  get sources(): readonly RememberedSource[] {
    return [...this.#sources.values()];
  }

  /** The number for a source that is new. */
  get nextSource(): number {
    return this.#meta.next_source;
  }

  formatOf(id: string): Format {
    const format = this.#formats.get(id);
    if (format === undefined) throw new Error(`no format ${id}`);
    return format;
  }

  get keys(): Keys {
    return this.#choices.keys;
  }

  /** Stores rows that were read last of a source, and how far that is now. */
  async store(
    source: RememberedSource,
    read: ReadRows,
    rejects: readonly Reject[],
    isTail: boolean,
  ): Promise<void> {
    const first = this.#meta.next_row;
    const changed = {
      next_row: first + read.counts.rows,
      next_source: Math.max(this.#meta.next_source, source.source + 1),
    };
    const known = rejects.map(
      ({ line, cause }) => `(${source.source}, ${line}, ${sqlText(cause)}, ${isTail ? 1 : 0})`,
    );
    const groups = Array.from({ length: Math.ceil(known.length / rejectsAtOnce) }, (_, index) =>
      known.slice(index * rejectsAtOnce, (index + 1) * rejectsAtOnce),
    );
    await this.#inTransaction(`
      ${read.counts.rows === 0 ? '' : `${storeReadRows(source.source, first)};`}
      ${groups.map((group) => `INSERT INTO ${storedRejects} VALUES ${group.join(', ')};`).join('\n')}
      ${rememberSql(source)};
      ${metaSql(changed)}`);
    this.#meta = { ...this.#meta, ...changed };
    this.#sources.set(source.source, source);
    if (rejects.length > 0) this.#rejects = null;
  }

  /** The number of the row that is stored next. */
  get nextRow(): number {
    return this.#meta.next_row;
  }

  /** Notes that a source is another: in name, or when it was looked at. */
  async noteSource(source: RememberedSource): Promise<void> {
    await this.#inTransaction(rememberSql(source));
    if (this.#sources.get(source.source)?.file !== source.file) this.#rejects = null;
    this.#sources.set(source.source, source);
  }

  /** Takes back a last row that was read before it was closed. */
  async takeBackTail(source: RememberedSource): Promise<RememberedSource> {
    if (source.tail === null) return source;
    const without = { ...source, tail: null };
    await this.#inTransaction(`
      ${this.#depart(`source = ${source.source} AND row >= ${source.tail.firstRow}`)};
      DELETE FROM ${storedRejects} WHERE source = ${source.source} AND is_tail = 1;
      ${rememberSql(without)}`);
    this.#sources.set(source.source, without);
    this.#rejects = null;
    return without;
  }

  /** Forgets a source whose file is gone, or is another by now. */
  async forget({ source }: RememberedSource): Promise<void> {
    await this.#inTransaction(`
      ${this.#depart(`source = ${source}`)};
      DELETE FROM ${storedRejects} WHERE source = ${source};
      DELETE FROM ${sourceStates} WHERE source = ${source}`);
    this.#sources.delete(source);
    this.#rejects = null;
  }

  /** SQL that has rows go: those that are not counted yet at once. */
  #depart(which: string): string {
    const { counted_to: countedTo } = this.#meta;
    return `
      INSERT INTO ${departedRows}
      SELECT row FROM ${storedRows}
      WHERE ${which} AND row < ${countedTo} AND row NOT IN (SELECT row FROM ${departedRows});
      DELETE FROM ${storedRows} WHERE ${which} AND row >= ${countedTo}`;
  }

  /** Puts the sources in the order of the dump's files. */
  async putInOrder(order: readonly number[]): Promise<void> {
    if (order.length === this.#order.length && order.every((source, index) => source === this.#order[index]))
      return;
    await this.#inTransaction(`
      DELETE FROM ${sourcePlaces};
      ${order.length === 0 ? '' : `INSERT INTO ${sourcePlaces} VALUES ${order.map((source, place) => `(${source}, ${place})`).join(', ')}`}`);
    this.#order = order;
    this.#rejects = null;
  }

  async #inTransaction(statements: string): Promise<void> {
    await this.engine.run('BEGIN');
    try {
      await this.engine.run(statements);
      await this.engine.run('COMMIT');
    } catch (error) {
      await rollBack(this.engine);
      throw error;
    }
  }

  /** Whether rows came or went that are not counted. */
  async isBehind(): Promise<boolean> {
    if (this.#meta.next_row > this.#meta.counted_to || this.#isReordered()) return true;
    const [gone] = await this.engine.query(`SELECT 1 FROM ${departedRows} LIMIT 1`);
    return (
      gone !== undefined ||
      (this.#meta.counted_as !== '' && this.#meta.counted_as !== JSON.stringify(this.#countedAs()))
    );
  }

  /** True where sources that were counted stand in another order, so that other copies may be the first. */
  #isReordered(): boolean {
    const places = new Map(this.#order.map((source, place) => [source, place]));
    const still = this.#countedOrder.filter((source) => places.has(source));
    return still.some(
      (source, index) =>
        index > 0 && (places.get(source) ?? 0) < (places.get(still[index - 1] ?? source) ?? 0),
    );
  }

  #countedAs(): CountedAs {
    const sent = new Map<string, number>();
    for (const source of this.#sources.values()) {
      const { format } = source.description;
      sent.set(format, (sent.get(format) ?? 0) + rowsOf(source).sent);
    }
    return {
      dumpName: nameOfDump(this.dump),
      impliesSends: Object.fromEntries([...sent].sort().map(([format, count]) => [format, count === 0])),
    };
  }

  /** SQL that is true for rows of sources in which other events tell of sends. */
  #impliesSends({ impliesSends }: CountedAs): string {
    const numbers = this.sources
      .filter(({ description }) => impliesSends[description.format])
      .map(({ source }) => source);
    return numbers.length === 0 ? 'false' : `source IN (${numbers.join(', ')})`;
  }

  /** Counts what came and what went. */
  async count(): Promise<void> {
    const now = this.#countedAs();
    const { counted_to: countedTo, next_row: nextRow, counted_as: before } = this.#meta;
    try {
      await countRows(
        this.engine,
        {
          ...{ countedTo, nextRow, now, order: this.#order },
          before: before === '' ? null : countedAsSchema.parse(JSON.parse(before)),
          impliesSends: this.#impliesSends(now),
          isReordered: this.#isReordered(),
          dump: this.dump,
        },
        this.#choices,
      );
    } catch (error) {
      await rollBack(this.engine);
      throw error;
    }
    this.#meta = { ...this.#meta, counted_to: nextRow, counted_as: JSON.stringify(now) };
    this.#countedOrder = this.#order;
    const { window, machineRules } = this.#choices;
    if (window === null) return;
    const known = rowsWhenSummedUpSchema.parse(JSON.parse(this.#meta.summed_up));
    const rows = await sumUpWhatGrew(this.engine, machineRules, known);
    if (rows === known) return;
    const changed = { summed_up: JSON.stringify(rows) };
    await this.engine.run(metaSql(changed));
    this.#meta = { ...this.#meta, ...changed };
  }

  /** What deliveries are told from, with the sources in their order. */
  get dump(): DumpAccount {
    const sources = this.#order.flatMap((number) => this.#sources.get(number) ?? []);
    const choices = { keepQuery: false, redactDomains: false, keys: this.keys };
    return {
      keys: this.keys,
      sources: sources.map((source) => sourceOf(source, this.formatOf(source.description.format), choices)),
      read: sources.reduce((sum, source) => sum + rowsOf(source).rows + rowsOf(source).undecoded, 0),
      rejected: sources.map((source) => rowsOf(source).rejected + rowsOf(source).undecoded),
    };
  }

  /** Last rows that are not finished: they are none of those that were read. */
  get unfinished(): readonly UnfinishedRow[] {
    return this.#order.flatMap((number) => {
      const { file, unfinished } = this.#sources.get(number) ?? { file: '', unfinished: null };
      // Of a file that grew while it was read nobody knows the line.
      return unfinished === null ? [] : [{ file, line: unfinished === 0 ? null : unfinished }];
    });
  }

  /** All deliveries, the newest first. */
  deliveries(): Promise<readonly Delivery[]> {
    return deliveriesOfState(this.engine, this.dump);
  }

  /** The events of some deliveries, in the windows that are counted. */
  events(deliveries: readonly Delivery[]): EventStore {
    return eventsOfState(this.engine, deliveries);
  }

  /** The events of some deliveries in any windows, told from their rows. */
  eventsInWindows(deliveries: readonly Delivery[]): EventStore {
    const counted = this.#countedAs();
    return eventsInWindows(this.engine, deliveries, {
      dumpName: counted.dumpName,
      impliesSends: this.#impliesSends(counted),
    });
  }

  /** All rejected rows, in the order of the dump, as their causes may be shown. */
  rejects(): Promise<readonly Reject[]> {
    this.#rejects ??= this.#readRejects();
    return this.#rejects;
  }

  async #readRejects(): Promise<readonly Reject[]> {
    const rows = await this.engine.query(`
      SELECT source, line, cause FROM ${storedRejects} INNER JOIN ${sourcePlaces} AS places USING (source)
      ORDER BY places.place, line, ${storedRejects}.rowid`);
    const bySource = new Map<number, Reject[]>();
    for (const { source, line, cause } of rows) {
      const file = this.#sources.get(Number(source))?.file ?? '';
      const known = bySource.get(Number(source)) ?? [];
      known.push({ file, line: Number(line), cause: String(cause) });
      bySource.set(Number(source), known);
    }
    return [...bySource.values()].flatMap(harmlessCauses);
  }

  async unwritten(): Promise<Unwritten> {
    const rows = await this.engine.query(`SELECT place, whole FROM ${unwritten}`);
    const places = (whole: number): ReadonlySet<number> =>
      new Set(rows.filter((row) => Number(row.whole) === whole).map(({ place }) => Number(place)));
    return { changed: places(1), accounts: places(0) };
  }

  /** Notes that the reports of some deliveries, or of all, are written as they are. */
  async written(places: readonly number[] | null): Promise<void> {
    if (places?.length === 0) return;
    await this.engine.run(
      `DELETE FROM ${unwritten} WHERE ${places === null ? 'true' : `place IN (${places.join(', ')})`}`,
    );
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}

const rememberSql = (source: RememberedSource): string => `
      DELETE FROM ${sourceStates} WHERE source = ${source.source};
      INSERT INTO ${sourceStates} VALUES (${source.source}, ${sqlText(JSON.stringify(source))})`;
