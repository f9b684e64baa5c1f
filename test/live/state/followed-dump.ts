import { join } from 'node:path';
import { chooseFormats } from '../../../src/dump/choose-format.ts';
import { formats } from '../../../src/dump/formats/index.ts';
import { passingKeys } from '../../../src/dump/keys.ts';
import type { ReadOptions } from '../../../src/dump/read-dump.ts';
import { LiveState } from '../../../src/live/state/live-state.ts';
import { DumpFiles } from '../../../src/live/state/read-files.ts';
import { type ComputeOptions, computeReports } from '../../../src/report/compute.ts';
import type { EventStore } from '../../../src/report/event-store.ts';
import type { Report } from '../../../src/report/report.ts';
import type { WindowChoice } from '../../../src/report/window.ts';
import { usualOptions } from '../../support/report-of.ts';

/** A dump that is followed: brought up to date whenever the test says so. */
export interface FollowedDump {
  readonly state: LiveState;
  /** What was said of its files, as warnings. */
  readonly said: readonly string[];
  /** Reads and counts what is new. */
  update(): Promise<void>;
  reports(): Promise<readonly Report[]>;
  /** The reports of any window, told from the rows of the state. */
  reportsIn(window: WindowChoice, timezone: string): Promise<readonly Report[]>;
  close(): Promise<void>;
}

/** All reports of a store; none where it has no delivery. */
async function reportsFrom(store: EventStore, compute: ComputeOptions): Promise<readonly Report[]> {
  const deliveries = await store.findDeliveries(compute.includeTests, compute.deliveryId);
  if (deliveries.length === 0) return [];
  const reports: Report[] = [];
  for await (const report of (await computeReports(store, compute)).each()) reports.push(report);
  return reports;
}

/**
 * Follows a dump, with a state in a folder, which may have one already.
 * @param countsWindow false where no window is counted
 */
export async function followDump(
  folder: string,
  dumps: readonly string[],
  { timezone, ...options }: Partial<ComputeOptions> & ReadOptions = {},
  countsWindow = true,
): Promise<FollowedDump> {
  const compute: ComputeOptions = {
    ...usualOptions,
    ...options,
    ...(timezone === undefined ? {} : { timezone }),
  };
  const said: string[] = [];
  const state = await LiveState.open(join(folder, '.live-state.duckdb'), {
    madeBy: JSON.stringify(options),
    rebuild: false,
    choices: { ...compute, keys: passingKeys, window: countsWindow ? compute.window : null },
    mapping: undefined,
  });
  const { choose } = await chooseFormats(options.formats ?? [], undefined, formats);
  const { keepQuery = false, redactDomains = false } = options;
  const files = new DumpFiles(
    state,
    dumps,
    { choose, keys: passingKeys, keepQuery, redactDomains, read: () => {} },
    { warn: (line) => said.push(line), note: () => {}, leftOut: folder, once: false },
  );
  return {
    state,
    said,
    update: async () => {
      await files.readNew();
      if (await state.isBehind()) await state.count();
    },
    reports: async () => reportsFrom(state.events(await state.deliveries()), compute),
    reportsIn: async (window, timezone) =>
      reportsFrom(state.eventsInWindows(await state.deliveries()), { ...compute, window, timezone }),
    close: () => state.close(),
  };
}
