import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { atMost, mostMemory } from '../budget.ts';
import { removeDump } from '../dumps/dump.ts';
import { sampleDump } from '../dumps/samples.ts';
import { derivedLine, type Line, type Part, timeLine } from '../line.ts';
import type { Options } from '../options.ts';
import { inTurn, type Median, type Turns } from '../process/in-turn.ts';
import { reportOf } from '../process/report.ts';
import { root } from '../process/run-program.ts';
import { roughly } from '../units.ts';
import { scanWithEngine } from '../yardsticks/floor.ts';
import { scalePicture } from './picture.ts';

/** Millions of events. */
const sizes = [1, 3, 10, 30, 100];
/** Of the samples: a little more than there are on average, so that the last point is a whole hundred million. */
const recipientsOfMillion = 364_000;
/** The largest of which a run is short. */
const shortSize = 3;

/** How a report of this many events fared. */
export interface Point {
  readonly events: number;
  readonly seconds: number;
  readonly floorSeconds: number;
  readonly peakMebibytes: number | null;
}

interface Measured extends Point {
  readonly lines: readonly Line[];
}

/**
 * Time and memory from one to a hundred million events of native NDJSON, drawn as docs/images/scale.svg where all are measured. Each dump is removed
 * when it is measured: the largest takes 27 GB.
 */
export async function scale(output: string, { upTo, turns }: Pick<Options, 'upTo' | 'turns'>): Promise<Part> {
  const points: Measured[] = [];
  for (const size of sizes.filter((one) => one <= upTo))
    points.push(await measure(size, turnsOf(size, turns), output));
  const isWhole = upTo >= Math.max(...sizes);
  const picture = join(root, isWhole ? 'docs/images/scale.svg' : 'bench/results/scale.svg');
  mkdirSync(dirname(picture), { recursive: true });
  writeFileSync(picture, await scalePicture(points));
  const [first, last] = [points.at(0), points.at(-1)];
  if (first === undefined || last === undefined)
    throw new Error(`--up-to ${upTo}: the smallest dump has a million events`);
  const growth = last.seconds / last.events / (first.seconds / first.events);
  const peaks = points.flatMap(({ peakMebibytes }) => peakMebibytes ?? []);
  return {
    title: `From ${roughly(first.events)} to ${roughly(last.events)} events`,
    lines: [
      ...points.flatMap(({ lines }) => lines),
      derivedLine('time of an event of the largest over the smallest', growth, 'ratio', atMost(1.25)),
      ...(peaks.length === 0
        ? []
        : [derivedLine('most memory', Math.max(...peaks), 'mebibytes', atMost(mostMemory))]),
    ],
    notes: [`The picture: ${relative(root, picture)}`],
  };
}

/** What is short is run several times. */
function turnsOf(size: number, asked: number | null): Turns {
  const short = size <= shortSize;
  return { turns: asked ?? (short ? 3 : 1), warmUp: short };
}

async function measure(size: number, turns: Turns, output: string): Promise<Measured> {
  const dump = await sampleDump(size * recipientsOfMillion);
  try {
    const of = await inTurn(
      { report: reportOf(dump.file, output), floor: scanWithEngine(dump, 'native') },
      turns,
    );
    const [report, floor]: readonly [Median, Median] = [of('report'), of('floor')];
    const name = `${roughly(dump.rows)} events, ${(dump.bytes / 1e9).toPrecision(2)} GB`;
    return {
      events: dump.rows,
      seconds: report.milliseconds / 1000,
      floorSeconds: floor.milliseconds / 1000,
      peakMebibytes: report.peakMebibytes,
      lines: [
        timeLine(name, report, undefined, dump),
        timeLine('DuckDB merely parsing the same columns', floor, undefined, dump),
      ],
    };
  } finally {
    removeDump(dump);
  }
}
