import { atLeast, atMost, mostMemory } from '../budget.ts';
import { accessLogOf } from '../dumps/access-log.ts';
import { parquetOf, zstdOf } from '../dumps/containers.ts';
import type { Dump } from '../dumps/dump.ts';
import { sampleDump } from '../dumps/samples.ts';
import { derivedLine, type Line, type Part, timeLine } from '../line.ts';
import type { Throughput } from '../plan.ts';
import { inTurn, type Median } from '../process/in-turn.ts';
import { reportOf } from '../process/report.ts';
import type { Run } from '../process/run-program.ts';
import { roughly } from '../units.ts';
import { isOnPath, runYardstick, yardsticks } from '../yardsticks/commands.ts';
import { scanWithEngine } from '../yardsticks/floor.ts';
import { countWithReadline } from '../yardsticks/readline.ts';
import type { Bench } from './part.ts';

/** More values than this a Set of Node cannot hold (2^24): the readline counter ends with an error. */
const mostOfSet = 16_777_216;

interface Container {
  readonly name: string;
  readonly format: 'native' | 'ajo';
  readonly dump: Dump;
}

async function containersOf(recipients: number): Promise<readonly [Container, Container, ...Container[]]> {
  const native = await sampleDump(recipients);
  const parquet = await parquetOf(native, `native-${recipients}.parquet`);
  const zstd = await zstdOf(native, `native-${recipients}.ndjson.zst`);
  return [
    { name: 'NDJSON', format: 'native', dump: native },
    { name: 'Parquet', format: 'native', dump: parquet },
    { name: 'NDJSON, .gz', format: 'native', dump: await sampleDump(recipients, 'native', '.gz') },
    { name: 'NDJSON, .zst', format: 'native', dump: zstd },
    { name: 'AJO NDJSON', format: 'ajo', dump: await sampleDump(recipients, 'ajo') },
  ];
}

/** One large delivery, in every container and against every yardstick, all in turn. */
export async function throughput(
  { output }: Bench,
  { recipients, turns, others }: Throughput,
): Promise<Part> {
  const containers = await containersOf(recipients);
  const [native, parquet] = containers;
  const cases: Record<string, () => Promise<Run>> = {};
  for (const { name, format, dump } of containers) {
    cases[name] = reportOf(dump.file, output);
    cases[floorOf(name)] = scanWithEngine(dump, format);
  }
  const readline = native.dump.rows < mostOfSet;
  if (readline) cases.readline = countWithReadline(native.dump);
  const present = others ? yardsticks.filter(({ name }) => isOnPath(name)) : [];
  const missing = others ? yardsticks.filter(({ name }) => !isOnPath(name)) : [];
  for (const yardstick of present) {
    const dump =
      yardstick.reads === 'dump' ? native.dump : await accessLogOf(native.dump, `native-${recipients}.log`);
    cases[yardstick.name] = runYardstick(yardstick, dump.file, output);
  }
  const of = await inTurn(cases, turns);
  const report = of(native.name);
  const peak = Math.max(...containers.map(({ name }) => of(name).peakMebibytes ?? 0));
  return {
    title: `One report of ${roughly(recipients)} recipients, ${roughly(native.dump.rows)} events`,
    lines: [
      ...containers.flatMap((container) => containerLines(container, of)),
      derivedLine(
        'Parquet over NDJSON',
        of(parquet.name).milliseconds / report.milliseconds,
        'ratio',
        atMost(0.35),
      ),
      ...(peak === 0
        ? []
        : [derivedLine('most memory of these reports', peak, 'mebibytes', atMost(mostMemory))]),
      ...(readline
        ? yardstickLines('Node readline and JSON.parse', of('readline'), report, native.dump, 5)
        : []),
      ...present.flatMap(({ name, what }) => yardstickLines(what, of(name), report, native.dump)),
    ],
    notes: [
      ...(readline
        ? []
        : ['Node readline and JSON.parse cannot count this dump: a Set of Node holds 16.7 M values.']),
      ...missing.map(({ name, what }) => `Not measured: ${what}. ${name} is not on the PATH.`),
    ],
  };
}

const floorOf = (name: string): string => `${name}, floor`;

function containerLines({ name, format, dump }: Container, of: (name: string) => Median): readonly Line[] {
  const [report, floor] = [of(name), of(floorOf(name))];
  const ratio = report.milliseconds / floor.milliseconds;
  const isFirst = name === 'NDJSON';
  return [
    timeLine(`report from ${name}, ${Math.round(dump.bytes / 1e6)} MB`, report, undefined, dump),
    timeLine('DuckDB merely parsing the same columns', floor, undefined, dump),
    derivedLine(
      `report over parsing, ${name}`,
      ratio,
      'ratio',
      isFirst || format === 'ajo' ? atMost(2, 1.5) : undefined,
    ),
  ];
}

function yardstickLines(
  what: string,
  run: Median,
  report: Median,
  dump: Dump,
  least?: number,
): readonly Line[] {
  const ratio = run.milliseconds / report.milliseconds;
  return [
    timeLine(what, run, undefined, dump),
    derivedLine('over the report', ratio, 'ratio', least === undefined ? undefined : atLeast(least)),
  ];
}
