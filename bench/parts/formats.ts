import { sampleFormats } from '../../src/sample/format-names.ts';
import { atMost } from '../budget.ts';
import type { Dump } from '../dumps/dump.ts';
import { sampleDump } from '../dumps/samples.ts';
import { derivedLine, type Part } from '../line.ts';
import { inTurn } from '../process/in-turn.ts';
import { reportOf } from '../process/report.ts';
import type { Run } from '../process/run-program.ts';
import { roughly } from '../units.ts';
import type { Bench } from './part.ts';

/** How long a byte of each format takes beyond what any run does, next to a byte of native NDJSON. */
export async function formats({ plan, output }: Bench): Promise<Part> {
  const { recipients, turns } = plan.formats;
  const least = await sampleDump(1);
  const dumps = new Map<string, Dump>();
  for (const format of sampleFormats) dumps.set(format, await sampleDump(recipients, format));
  const cases: Record<string, () => Promise<Run>> = { least: reportOf(least.file, output) };
  for (const [format, dump] of dumps) cases[format] = reportOf(dump.file, output);
  const of = await inTurn(cases, turns);
  const perMegabyte = (format: string, { bytes }: Dump): number =>
    (of(format).milliseconds - of('least').milliseconds) / (bytes / 1e6);
  const paces = [...dumps].map(([format, dump]) => ({ format, dump, pace: perMegabyte(format, dump) }));
  const native = paces.find(({ format }) => format === 'native')?.pace ?? Number.NaN;
  return {
    title: `Formats, ${roughly(recipients)} recipients each`,
    lines: paces.flatMap(({ format, dump, pace }) => [
      derivedLine(`${format}, ${Math.round(dump.bytes / 1e6)} MB`, pace, 'milliseconds per megabyte'),
      derivedLine(`${format} over native`, pace / native, 'ratio', atMost(2)),
    ]),
    notes: ['Per byte, beyond what a run of one message takes.'],
  };
}
