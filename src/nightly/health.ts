import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { hasErrorCode, NoInputError } from '../errors.ts';
import { readText } from '../files/read-text.ts';
import { cannotWrite, writeWholeFile } from '../files/write-file.ts';
import { isoTime } from '../report/iso-time.ts';

/** How the last run of a report went. Times in epoch milliseconds. */
export interface LastRun {
  readonly due: number;
  readonly finished: number;
  readonly ok: boolean;
}

/** What a running schedule says of itself. Times in epoch milliseconds. */
export interface Health {
  readonly started: number;
  /** When it last showed that it lives. */
  readonly beat: number;
  /** When each report is due next, null where it never is. */
  readonly next: ReadonlyMap<string, number | null>;
  /** The last run of each report since the schedule was started. */
  readonly last: ReadonlyMap<string, LastRun>;
}

const time = z.iso.datetime();
const schema = z.object({
  pid: z.int(),
  started: time,
  beat: time,
  next: z.record(z.string(), time.nullable()),
  last: z.record(z.string(), z.object({ due: time, finished: time, ok: z.boolean() })),
});

/** A schedule writes every 20 seconds; one that has been silent for so long hangs, or is gone. */
const longestSilence = 2 * 60_000;

/** The file by which a supervisor sees that a schedule is well. */
export function healthFile(state: string): string {
  return join(state, 'health.json');
}

/**
 * Shows that this process keeps the schedule.
 * @throws CannotWriteError
 */
export async function writeHealth(state: string, health: Health): Promise<void> {
  const content: z.input<typeof schema> = {
    pid: process.pid,
    started: new Date(health.started).toISOString(),
    beat: new Date(health.beat).toISOString(),
    next: mapped(health.next, isoTime),
    last: mapped(health.last, ({ due, finished, ok }) => ({
      due: new Date(due).toISOString(),
      finished: new Date(finished).toISOString(),
      ok,
    })),
  };
  await writeWholeFile(healthFile(state), `${JSON.stringify(content, null, 2)}\n`);
}

function mapped<From, To>(map: ReadonlyMap<string, From>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries([...map].map(([name, value]) => [name, to(value)]));
}

/**
 * Takes the file away when the schedule stops.
 * @throws CannotWriteError
 */
export async function removeHealth(state: string): Promise<void> {
  try {
    await rm(healthFile(state), { force: true });
  } catch (error) {
    throw cannotWrite(healthFile(state), error);
  }
}

/** What the file says; in words, why it says nothing. */
async function readHealth(state: string): Promise<z.output<typeof schema> | string> {
  const path = healthFile(state);
  try {
    return schema.parse(JSON.parse(await readText(path, { missing: '', unreadable: '' })));
  } catch (error) {
    if (error instanceof NoInputError) return `${error.message}: the schedule does not run`;
    if (error instanceof SyntaxError || error instanceof z.ZodError) return `${path}: damaged`;
    throw error;
  }
}

// A beat that lies ahead is as old: it was noted before the clock was put back.
const isSilent = (beat: string, now: number): boolean => Math.abs(now - Date.parse(beat)) > longestSilence;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasErrorCode(error, 'EPERM');
  }
}

/** The process that keeps the schedule of a state folder on this machine, where it is another one; else undefined. */
export async function otherKeeper(state: string, now: number): Promise<number | undefined> {
  const health = await readHealth(state);
  if (typeof health === 'string' || isSilent(health.beat, now)) return undefined;
  return health.pid !== process.pid && isAlive(health.pid) ? health.pid : undefined;
}

/** Whether the schedule of a state folder runs and its reports go well, and that in words. */
export async function checkHealth(
  state: string,
  now: number,
): Promise<{ readonly healthy: boolean; readonly words: string }> {
  const ill = (words: string) => ({ healthy: false, words });
  const health = await readHealth(state);
  if (typeof health === 'string') return ill(health);
  if (isSilent(health.beat, now)) return ill(`no sign of life since ${health.beat}`);
  const failed = Object.entries(health.last).filter(([, { ok }]) => !ok);
  if (failed.length > 0) {
    return ill(failed.map(([name, { due }]) => `${name}: the run of ${due} failed`).join('; '));
  }
  const next = Object.entries(health.next).map(([name, due]) => `${name}: next at ${due ?? 'no time'}`);
  return { healthy: true, words: next.join('; ') };
}
