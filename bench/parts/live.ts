import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { atMost, mostMemory } from '../budget.ts';
import { sampleDump } from '../dumps/samples.ts';
import type { Line, Part } from '../line.ts';
import { peakOf } from '../process/memory.ts';
import { root } from '../process/run-program.ts';
import { progress } from '../progress.ts';
import { roughly } from '../units.ts';
import type { Bench } from './part.ts';

/** Rows that come at a time, after so many others. */
const rowsAtOnce = 100;
/** After the report is there the next rows wait this long, in milliseconds: some time of a quiet hour. */
const rest = 100;
const newLine = 0x0a;

/** The rows at the end of a dump, one line after the other, and where they begin. */
function lastLines(
  file: string,
  wanted: number,
): { readonly start: number; readonly lines: readonly Buffer[] } {
  const { size } = statSync(file);
  const bytes = Buffer.alloc(Math.min(size, wanted * 1024));
  const handle = openSync(file, 'r');
  readSync(handle, bytes, 0, bytes.length, size - bytes.length);
  closeSync(handle);
  const lines: Buffer[] = [];
  let end = bytes.length;
  while (lines.length < wanted) {
    const start = bytes.lastIndexOf(newLine, end - 2) + 1;
    lines.unshift(bytes.subarray(start, end));
    end = start;
  }
  return { start: size - bytes.length + end, lines };
}

/** Copies the first bytes of a file. */
function copyStart(from: string, to: string, bytes: number): void {
  const [source, target] = [openSync(from, 'r'), openSync(to, 'w')];
  const piece = Buffer.alloc(8 * 1024 * 1024);
  for (let at = 0; at < bytes; ) {
    const read = readSync(source, piece, 0, Math.min(piece.length, bytes - at), at);
    writeSync(target, piece, 0, read);
    at += read;
  }
  closeSync(source);
  closeSync(target);
}

/** Which file lies at a path: another one after each report. 0 where there is none. */
function fileAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
}

/** Waits until another file lies at a path. @returns how long that took, in milliseconds */
async function replaced(path: string, before: number, child: ChildProcess): Promise<number> {
  const started = performance.now();
  while (fileAt(path) === before || fileAt(path) === 0) {
    if (child.exitCode !== null) throw new Error(`watch ended with ${child.exitCode}`);
    await pause(2);
  }
  return performance.now() - started;
}

const rankedAt = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;

/** How long it takes from new rows to the report with them, when so many recipients' events are in already. */
async function linesOf(recipients: number, { plan, output }: Bench): Promise<readonly Line[]> {
  const { updates } = plan.live;
  const dump = await sampleDump(recipients);
  const folder = join(output, 'live');
  mkdirSync(folder);
  const [followed, reports] = [join(folder, 'dump.ndjson'), join(folder, 'output')];
  const { start, lines } = lastLines(dump.file, updates * rowsAtOnce);
  copyStart(dump.file, followed, start);
  const report = join(reports, 'winter-sale', 'report.json');
  progress(`live, ${roughly(dump.rows)} events`);
  const child = spawn(process.execPath, ['dist/cli.js', 'watch', followed, '-o', reports, '--every', '0'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const first = await replaced(report, 0, child);
    const times: number[] = [];
    const appended = openSync(followed, 'a');
    for (let update = 0; update < updates; update += 1) {
      await pause(rest);
      const before = fileAt(report);
      writeSync(appended, Buffer.concat(lines.slice(update * rowsAtOnce, (update + 1) * rowsAtOnce)));
      times.push(await replaced(report, before, child));
    }
    closeSync(appended);
    const peak = peakOf(child.pid ?? 0);
    const sorted = times.toSorted((left, right) => left - right);
    const events = roughly(dump.rows);
    const time = (what: string, value: number, most?: number): Line => ({
      ...{ what: `${events} events: ${what}`, value, unit: 'milliseconds' },
      ...(most === undefined ? {} : { budget: atMost(most) }),
    });
    return [
      time('the first report', first),
      time('from a row to the report, median', rankedAt(sorted, 0.5), 1000),
      time('99 %', rankedAt(sorted, 0.99), 1000),
      ...(peak === null
        ? []
        : [
            {
              what: `${events} events: peak memory`,
              value: peak,
              unit: 'mebibytes',
              budget: atMost(mostMemory),
            } as const,
          ]),
    ];
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    rmSync(folder, { recursive: true });
  }
}

/** A dump that is followed: from new rows to the report that has them, over more and more events that were read before. */
export async function live(bench: Bench): Promise<Part> {
  const lines: Line[] = [];
  for (const recipients of bench.plan.live.recipients) lines.push(...(await linesOf(recipients, bench)));
  return {
    title: 'A dump that is followed',
    lines,
    notes: [
      `${bench.plan.live.updates} times ${rowsAtOnce} rows, each after the report of those before: until another report.json lies in the folder.`,
    ],
  };
}
