import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Part } from './line.ts';
import { machineLine, thisMachine } from './machine.ts';
import { type Options, optionsOf, type PartName, usage } from './options.ts';
import type { Bench } from './parts/part.ts';
import { planOf } from './plan.ts';
import { inTurn } from './process/in-turn.ts';
import { runNode } from './process/run-program.ts';
import { progress } from './progress.ts';
import { writeResults } from './results.ts';
import { tableOf } from './table.ts';

/**
 * Holds the program, as dist/ has it, against the budgets of design.md section 12: whole processes, in turn with their
 * yardsticks. Tables go to stdout, what is at work to stderr, everything as JSON to bench/results/.
 */

/** What a part needs is loaded when it is measured: chart libraries, say, only for charts. */
const parts: Readonly<Record<PartName, (bench: Bench) => Promise<readonly Part[]>>> = {
  'start-up': async (bench) => [await (await import('./parts/start-up.ts')).startUp(bench)],
  charts: async (bench) => [await (await import('./parts/charts.ts')).charts(bench)],
  throughput: async (bench) => {
    const { throughput } = await import('./parts/throughput.ts');
    const measured: Part[] = [];
    for (const size of bench.plan.throughput) measured.push(await throughput(bench, size));
    return measured;
  },
  deliveries: async (bench) => [await (await import('./parts/deliveries.ts')).deliveries(bench)],
  incremental: async (bench) => {
    const { incremental, knowsIncremental } = await import('./parts/incremental.ts');
    if (knowsIncremental()) return [await incremental(bench)];
    progress('not measured: render has no --incremental');
    return [];
  },
  live: async (bench) => [await (await import('./parts/live.ts')).live(bench)],
  formats: async (bench) => [await (await import('./parts/formats.ts')).formats(bench)],
};

const verifiedRecipients: Record<Options['level'], number> = {
  quick: 200_000,
  usual: 1_000_000,
  large: 10_000_000,
};

/** So many outgrow no machine, and show what it costs to go beyond one. */
const clusterRecipients = 10_000_000;

/** Shows a part when it is measured: a long run that is ended has shown what it had. */
function show(part: Part): Part {
  process.stdout.write(tableOf(part));
  return part;
}

async function measured(options: Options, output: string): Promise<readonly Part[]> {
  if (options.task === 'scale') {
    const { scale } = await import('./scale/scale.ts');
    return [show(await scale(output, options))];
  }
  if (options.task === 'cluster') {
    const { clusterCase } = await import('./cluster/cluster.ts');
    const { recipients, turns } = options;
    const { part, isSame } = await clusterCase(output, {
      recipients: recipients ?? clusterRecipients,
      turns: turns ?? 3,
    });
    if (!isSame) process.exitCode = 1;
    return [show(part)];
  }
  const bench = { plan: planOf(options), output };
  const all: Part[] = [];
  for (const name of options.parts) {
    progress(name);
    all.push(...(await parts[name](bench)).map(show));
  }
  return all;
}

async function run(options: Options, output: string): Promise<void> {
  const machine = thisMachine();
  const of = await inTurn(
    { 'Node doing nothing': () => runNode(['--eval', '0']) },
    { turns: 9, warmUp: true },
  );
  const pace = of('Node doing nothing').milliseconds;
  process.stdout.write(`${machineLine(machine, pace)}\n\n`);
  if (options.task === 'verify') {
    const { verify } = await import('./verify/verify.ts');
    if (!(await verify(options.recipients ?? verifiedRecipients[options.level], output)))
      process.exitCode = 1;
    return;
  }
  const file = writeResults(machine, pace, options, await measured(options, output));
  progress(`as JSON: ${file}`);
}

/** The options; where they are wrong, what they can be. */
function asked(): Options | undefined {
  try {
    return optionsOf(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exitCode = 64;
    return undefined;
  }
}

const options = asked();
if (options !== undefined) {
  const output = mkdtempSync(join(tmpdir(), 'email-live-report-bench-'));
  try {
    await run(options, output);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
