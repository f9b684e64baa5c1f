import { chooseFormats } from './dump/choose-format.ts';
import { lastingFiles } from './dump/find-files.ts';
import { formats } from './dump/formats/index.ts';
import { passingKeys } from './dump/keys.ts';
import { type ReadOptions, requireNoExpressions } from './dump/read-dump.ts';
import { rejectsText } from './dump/rejects.ts';
import { requireUsableRows } from './dump/require-rows.ts';
import { BadDataError, CommandError, firstLine, NoInputError, UsageError } from './errors.ts';
import { choicesHash, countedWindow, madeBy } from './live/made-by.ts';
import { LiveState } from './live/state/live-state.ts';
import { DumpFiles } from './live/state/read-files.ts';
import { asDamage, DamagedState, readMadeBy } from './live/state/state-file.ts';
import type { OpenedEvents } from './opened-events.ts';
import { tellOfFiles, tellOfRejects } from './read-usable-dump.ts';
import type { ComputeOptions } from './report/compute.ts';
import { chooseDeliveries } from './report/deliveries.ts';
import type { EventStore } from './report/event-store.ts';
import { keptAnswers } from './report/kept-answers.ts';
import type { WindowChoice } from './report/window.ts';
import type { Terminal } from './terminal.ts';

/** Where the state of a dump is, and whether it is made where there is none, or none that can be used. */
export interface StatePlace {
  readonly path: string;
  readonly isMade: boolean;
}

/** What is read, and what is reported of it. */
export interface StateOptions extends ComputeOptions {
  readonly dump: readonly string[];
  readonly reading: ReadOptions;
}

type Say = Pick<Terminal, 'progress' | 'note' | 'warn'>;

/**
 * The window that a state counts from now on; undefined where there is none that may be used. A report of all there is would count it
 * each time anew, but for the rows that are new; one of a day or so is soon told from its rows, each night those of another.
 */
async function windowToCount(
  { path, isMade }: StatePlace,
  hash: string,
  asked: WindowChoice,
  rebuild: boolean,
  { note }: Say,
): Promise<WindowChoice | null | undefined> {
  const written = rebuild ? null : await readMadeBy(path);
  const counted = written === null ? undefined : countedWindow(written, hash);
  const wished = asked.kind === 'all' ? asked : null;
  if (isMade) return counted ?? wished;
  if (written !== null && counted === undefined)
    note(`${path}: made by another version or with other options, it is left alone and the dump read anew`);
  return counted;
}

/** The store of all that was chosen: it is asked once, so that nothing is read of the state when reports are made. */
function storeOf(state: LiveState, counted: WindowChoice | null, options: StateOptions): EventStore {
  const isCounted = JSON.stringify(counted) === JSON.stringify(options.window);
  const of = isCounted ? state.events([]) : state.eventsInWindows([]);
  return {
    ...of,
    deliveriesAtOnce: Number.POSITIVE_INFINITY,
    findDeliveries: async (_, id) => chooseDeliveries(await state.deliveries(), id),
    lay: async (scopes, counting) => ({
      ...(await of.lay(scopes, counting)),
      // Whatever becomes of the state's file, they can be read.
      keep: keptAnswers(state.engine, scopes, 'CREATE OR REPLACE TEMP TABLE'),
    }),
  };
}

/** Brings a state up to date with the files; null where there is none that may be used, or none can be kept of such a dump. */
async function openEvents(
  options: StateOptions,
  place: StatePlace,
  terminal: Say,
  rebuild: boolean,
): Promise<OpenedEvents | null> {
  const { dump, reading, window: asked, ...compute } = options;
  const { mapping, keepQuery = false } = reading;
  const files = await lastingFiles(dump);
  if (files === null) return null;
  requireNoExpressions(mapping);
  const { choose, requireUse } = await chooseFormats(reading.formats ?? [], mapping, formats);
  requireUse(files);
  const hash = choicesHash({ ...compute, keepQuery, formats: reading.formats, mapping: mapping?.mapping });
  const window = await windowToCount(place, hash, asked, rebuild, terminal);
  if (window === undefined) return null;
  const { path } = place;
  const choices = { ...compute, window, keys: passingKeys };
  const state = await LiveState.open(path, { madeBy: madeBy(hash, window), rebuild, choices, mapping });
  try {
    if (state.whyAnew !== null)
      terminal.warn(`${path}: ${state.whyAnew}, so that it is made anew from the dump`);
    const { redactDomains } = options;
    const read = (file: string, bytes: number): void =>
      terminal.progress(`Reading ${file}, ${Math.round(bytes / 1e6)} MB`);
    const { note } = terminal;
    // A file that is gone, or was written anew, is what the dump of this night is.
    await new DumpFiles(
      state,
      dump,
      { choose, keys: passingKeys, keepQuery, redactDomains, read },
      { warn: note, note: () => {}, leftOut: null, once: true },
    ).readNew();
    terminal.progress('Counting what is new');
    if (await state.isBehind()) await state.count();
    const rejects = await state.rejects();
    requireUsableRows(state.dump, rejects);
    tellOfFiles({ sources: state.dump.sources, unfinished: state.unfinished }, terminal);
    tellOfRejects(state.dump, rejects, terminal, 'see rejects.ndjson');
    return {
      store: storeOf(state, window, options),
      rejects: rejectsText(rejects),
      close: () => state.close(),
    };
  } catch (error) {
    await state.close();
    throw error;
  }
}

/**
 * Computes reports from what a state has of a dump, once that is brought up to date. A state that turns out to be damaged is made
 * anew, where it is to be made at all.
 * @returns null where the dump itself is to be read: where there is no state, or it cannot be used, as it then says, or something is
 * wrong with the dump, as its reading will say
 */
export async function computeFromState<Computed>(
  options: StateOptions,
  place: StatePlace,
  terminal: Say,
  compute: (events: OpenedEvents) => Promise<Computed>,
): Promise<Computed | null> {
  const attempt = async (rebuild: boolean): Promise<Computed | null> => {
    const events = await openEvents(options, place, terminal, rebuild);
    return events === null ? null : compute(events);
  };
  try {
    try {
      return await attempt(false);
    } catch (error) {
      const isDamage = !(error instanceof CommandError) && asDamage(error) instanceof DamagedState;
      if (!isDamage || !place.isMade) throw error;
      terminal.warn(`${place.path}: it is damaged, so that it is made anew from the dump`);
      return await attempt(true);
    }
  } catch (error) {
    const isOfDump =
      error instanceof BadDataError || error instanceof NoInputError || error instanceof UsageError;
    if (!isOfDump) terminal.warn(`${place.path}: not used (${firstLine(error)}), the dump is read anew`);
    return null;
  }
}
