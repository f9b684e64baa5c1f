import { basename } from 'node:path';
import { withoutAddresses } from '../dump/canonical-columns.ts';
import { dumpRows } from '../dump/dump-rows.ts';
import type { LoadedDump } from '../dump/load.ts';
import type { ClickHouseServer } from '../engine/clickhouse/connect.ts';
import type { TableName } from '../engine/clickhouse/sql-text.ts';
import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { BadDataError, CommandError, TryAgainError, UsageError } from '../errors.ts';
import type { AskHowFar } from '../progress/how-far.ts';
import { chooseDeliveries, type Delivery, findDeliveries, noteLaterCopies } from '../report/deliveries.ts';
import { personalNames } from '../report/personal-names.ts';
import { dumpIdOf } from './dump-id.ts';
import { type EventRows, layEventRows } from './event-rows.ts';
import { openJournal, type Standing, standingOf } from './journal.ts';
import { sendBatches } from './send-batches.ts';

/** Which rows go where. */
export interface LoadOptions {
  readonly server: ClickHouseServer;
  readonly events: TableName;
  readonly keepQuery: boolean;
  readonly redactDomains: boolean;
  /** How many events are sent at a time. */
  readonly batchSize: number;
  /** Is given what says how many events are in, whenever it asks. */
  readonly watch: (howFar: AskHowFar) => void;
}

/** What became of a dump that was loaded. */
export interface Loaded {
  readonly deliveries: number;
  /** Usable rows of the dump, later copies among them: all of them are in the table now. */
  readonly events: number;
  readonly duplicates: number;
  readonly batches: number;
  /** How many events were sent this time. */
  readonly added: number;
}

/** The dump's files by their names, without the people whom they may be named after. */
async function shownFiles(engine: Engine, { sources, keys }: LoadedDump): Promise<string> {
  const named = sources.map(({ file }) => {
    const { 1: name = '', 2: endings = '' } = /^(.+?)((?:\.\w{1,8}){0,2})$/s.exec(basename(file)) ?? [];
    return `{'text': ${sqlText(name)}, 'endings': ${sqlText(endings)}}`;
  });
  const names = `SELECT DISTINCT unnest([${named.join(', ')}], recursive := true)`;
  const rows = await engine.query(`
    SELECT ${withoutAddresses('coalesce(personal.shown, named.text)')} || endings AS shown
    FROM (${names}) AS named
    LEFT JOIN (${personalNames(`SELECT text FROM (${names}) AS named`, ['delivery_id'], keys)}) AS personal
      ON personal.text = named.text
    ORDER BY shown`);
  return rows.map(({ shown }) => String(shown)).join(', ');
}

/** How many rows of a type that a report does not use name no delivery. */
async function ignoredOfNobody(engine: Engine): Promise<number> {
  const [row] = await engine.query(
    `SELECT count(*) AS rows FROM ${dumpRows} WHERE event_type = 'ignored' AND delivery_id IS NULL`,
  );
  return Number(row?.rows);
}

/**
 * The deliveries of a dump as they are called where a part of it is in: one that goes by the name of the file may have had
 * another then.
 * @throws BadDataError where those are others altogether
 */
function calledAsBefore(
  deliveries: readonly Delivery[],
  before: readonly string[],
  dumpId: string,
): readonly Delivery[] {
  const now = new Set(deliveries.map(({ id }) => id));
  const [old, ...furtherOld] = before.filter((id) => !now.has(id));
  const renamed = deliveries.filter(({ id }) => !before.includes(id));
  if (old === undefined && renamed.length === 0) return deliveries;
  if (old === undefined || furtherOld.length > 0 || renamed.length > 1)
    throw new BadDataError(
      'a part of this dump is in the table, under other deliveries than it has now',
      `remove from both tables what that was: in the journal it has the dump_id ${dumpId}`,
    );
  return deliveries.map((delivery) => (renamed.includes(delivery) ? { ...delivery, id: old } : delivery));
}

const optionsText = ({ keepQuery, redactDomains }: LoadOptions): string =>
  [...(keepQuery ? ['--keep-query'] : []), ...(redactDomains ? ['--redact-domains'] : [])].join(' ');

function requireSameOptions(before: string, now: string): void {
  if (before === now) return;
  const said = (options: string): string =>
    options === '' ? 'without --keep-query and --redact-domains' : `with ${options}`;
  throw new UsageError(
    `this dump was loaded before, ${said(before)}, and is now to be loaded ${said(now)}`,
    'load it with the same options, or into another table',
  );
}

/** An error of the cluster, with what is in by then and what to do. */
function interrupted(error: unknown, told: string): unknown {
  if (!(error instanceof CommandError)) return error;
  const goesOn = 'the same command goes on from there';
  const hint =
    error instanceof TryAgainError || error.hint === undefined ? goesOn : `${error.hint}; then ${goesOn}`;
  return new CommandError(error.exitStatus, `${error.message}; ${told}`, hint, error);
}

/** The batch that is to be sent first: what is in was sent in the same batches, or nobody knows what is in. */
const firstToSend = (standing: Standing | null, { batchesKey }: EventRows): number =>
  standing !== null && standing.batchesKey === batchesKey ? standing.batches : 0;

/**
 * Sends the events of a dump, which was read with lasting keys, to a table of events, and notes in its journal how far that is:
 * what was interrupted goes on where it was, and a dump that is in is not sent again.
 * @throws CommandError that says how much is in
 */
export async function loadDumpIntoCluster(
  engine: Engine,
  dump: LoadedDump,
  options: LoadOptions,
): Promise<Loaded> {
  const { server, events, batchSize, redactDomains, watch } = options;
  await noteLaterCopies(engine);
  const found = chooseDeliveries(await findDeliveries(engine, dump, false), undefined);
  const dumpId = await dumpIdOf(engine, dump);
  const standing = await standingOf(server, events, dumpId).catch((error) => {
    throw interrupted(error, 'nothing was added');
  });
  if (standing !== null) requireSameOptions(standing.options, optionsText(options));
  const sum = (of: (delivery: Delivery) => number): number =>
    found.reduce((sum, delivery) => sum + of(delivery), 0);
  const eventsOf = ({ rows: { kept, test, duplicates } }: Delivery): number => kept + test + duplicates;
  const loaded = {
    deliveries: found.length,
    events: sum(eventsOf),
    duplicates: sum(({ rows }) => rows.duplicates),
  };
  if (standing?.complete) return { ...loaded, batches: standing.batches, added: 0 };

  const deliveries = standing === null ? found : calledAsBefore(found, standing.deliveries, dumpId);
  const files = await shownFiles(engine, dump);
  const ofNobody = await ignoredOfNobody(engine);
  const rows = await layEventRows(engine, dump, deliveries, { batchSize, redactDomains });
  const note = openJournal(
    server,
    events,
    {
      dump_id: dumpId,
      batches_key: rows.batchesKey,
      read: dump.read,
      rejected: dump.rejected.reduce((sum, rows) => sum + rows, 0),
      ignored_of_nobody: ofNobody,
      options: optionsText(options),
      files,
    },
    deliveries.map((delivery) => ({
      delivery_id: delivery.id,
      events: eventsOf(delivery),
      ignored: delivery.rows.ignored - ofNobody,
    })),
    standing?.version ?? 0,
  );
  const { batches } = rows;
  const first = firstToSend(standing, rows);
  let sent = first;
  let added = 0;
  const before = batches.slice(0, first).reduce((sum, { events }) => sum + events, 0);
  watch(() => ({ of: 'count', done: before + added, total: loaded.events }));
  try {
    if (first === 0) await note({ batches: 0, complete: false });
    await sendBatches(engine, server, events, rows, first, async (number, { events }) => {
      await note({ batches: number + 1, complete: number + 1 === batches.length });
      sent = number + 1;
      added += events;
    });
    // All batches were in, and only the word that they are was not.
    if (first === batches.length) await note({ batches: first, complete: true });
  } catch (error) {
    throw interrupted(error, `${sent} of ${batches.length} batches are in`);
  }
  return { ...loaded, batches: batches.length, added };
}
