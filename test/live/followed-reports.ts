import { chooseLocale } from '../../src/config/locale.ts';
import { chooseFormats } from '../../src/dump/choose-format.ts';
import { formats } from '../../src/dump/formats/index.ts';
import { passingKeys } from '../../src/dump/keys.ts';
import { Bell } from '../../src/live/bell.ts';
import {
  type Following,
  type FollowOptions,
  followReports,
  type Update,
} from '../../src/live/follow-reports.ts';
import { LiveReports, type LiveWishes } from '../../src/live/live-reports.ts';
import { LiveState } from '../../src/live/state/live-state.ts';
import { DumpFiles } from '../../src/live/state/read-files.ts';
import { stateFile } from '../../src/live/state/state-place.ts';
import { openPageRenderer } from '../../src/render/page-worker.ts';
import { usualSettings } from '../../src/report/findings/settings.ts';
import { usualOptions } from '../support/report-of.ts';

/** How reports are followed in this process, where nothing is wished. */
export interface Wishes extends Partial<FollowOptions> {
  readonly keepsPdf?: boolean;
}

/** A dump that is followed in this process, until it is ended. */
export interface FollowedReports {
  readonly updates: readonly Update[];
  readonly said: readonly string[];
  readonly bell: Bell;
  /** Ends when it was told to. */
  readonly ended: Promise<void>;
  end(): Promise<void>;
}

/** Follows a dump as the command does, but for what the command line makes of it. */
export function followHere(
  dump: readonly string[],
  output: string,
  { keepsPdf = false, ...wishes }: Wishes = {},
): FollowedReports {
  const said: string[] = [];
  const updates: Update[] = [];
  const bell = new Bell();
  const controller = new AbortController();
  const live: LiveWishes = {
    ...{ output, keepsPdf, csv: true, layout: null, refreshSeconds: null, compute: usualOptions },
    ...{ locale: chooseLocale('en', {}), conclusions: usualSettings },
  };
  const choices = { ...usualOptions, keys: passingKeys };
  const open = async (rebuild: boolean): Promise<Following> => {
    const path = stateFile(output);
    const state = await LiveState.open(path, { madeBy: 'a test', rebuild, choices, mapping: undefined });
    if (state.whyAnew !== null) said.push(state.whyAnew);
    const { choose } = await chooseFormats([], undefined, formats);
    const reading = { choose, keys: passingKeys, keepQuery: false, redactDomains: false, read: () => {} };
    const notes = { warn: (line: string) => said.push(line), note: () => {}, leftOut: output, once: false };
    return {
      state,
      files: new DumpFiles(state, dump, reading, notes),
      reports: new LiveReports(state, live, openPageRenderer()),
    };
  };
  const ended = followReports({
    ...{ open, bell, every: 0, pdfAt: null, once: false, signal: controller.signal, now: Date.now },
    openPrinter: () => {
      throw new Error('nothing is to be printed');
    },
    updated: (update) => updates.push(update),
    warn: (line) => said.push(line),
    progress: () => {},
    ...wishes,
  });
  return {
    ...{ updates, said, bell, ended },
    end: () => {
      controller.abort();
      return ended;
    },
  };
}
