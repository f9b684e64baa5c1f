import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Failure, runCases } from './run-cases.ts';
import { shrink } from './shrink.ts';
import { outcomesText, summaryOf } from './summary.ts';
import { tryCommand } from './try-command.ts';

/**
 * The long run: mutated dumps of every format, read by the program in processes of their own; then the command itself over some
 * of them. Ends with status 1 where anything was wrong with a case. Interrupted, it says what there is so far.
 */
const count = z.coerce.number().int().nonnegative();
const environment = z
  .object({
    FUZZ_SEED: count.default(() => Math.trunc(Math.random() * 2 ** 31)),
    /** How many cases, from which number on; or one case alone, which is shrunk. */
    FUZZ_CASES: count.default(100_000),
    FUZZ_FIRST: count.default(0),
    FUZZ_CASE: count.optional(),
    FUZZ_PROCESSES: count.default(2),
    /** How long a case may take, in milliseconds. */
    FUZZ_PATIENCE: count.default(60_000),
    /** How many cases the command is run with, as a process. */
    FUZZ_COMMANDS: count.default(300),
    /** How many of the cases that fail are shrunk. */
    FUZZ_SHRUNK: count.default(3),
  })
  .parse(process.env);
const { FUZZ_SEED: seed, FUZZ_CASE: single, FUZZ_PATIENCE: patience } = environment;
const cases = single === undefined ? environment.FUZZ_CASES : 1;
const first = single ?? environment.FUZZ_FIRST;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const sayFailure = ({ number, outcome, problems }: Failure): void =>
  say(
    `case ${number}: ${outcome}: ${problems.join('; ')}\n  again: FUZZ_SEED=${seed} FUZZ_CASE=${number} npm run fuzz`,
  );

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
process.once('SIGTERM', () => interruption.abort());

async function sayShrunk(number: number): Promise<void> {
  const shrunk = await shrink(seed, number, patience);
  if (shrunk === undefined) return say(`case ${number} does not fail again`);
  const folder = join('output', 'fuzz');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${seed}-${number}`);
  writeFileSync(file, shrunk.bytes);
  const named = shrunk.format === null ? '' : `, --format ${shrunk.format}`;
  say(`case ${number} shrunk: ${file} (${shrunk.bytes.length} bytes${named}): ${shrunk.problems.join('; ')}`);
}

/** Runs the command over cases from all over the run; returns how many went wrong. */
async function tryCommands(): Promise<number> {
  const commands = single === undefined ? Math.min(environment.FUZZ_COMMANDS, cases) : 1;
  const outcomes = new Map<string, number>();
  let failures = 0;
  for (let command = 0; command < commands && !interruption.signal.aborted; command += 1) {
    const number = first + Math.floor((command * cases) / commands);
    const attempt = await tryCommand(seed, number, patience);
    outcomes.set(attempt.outcome, (outcomes.get(attempt.outcome) ?? 0) + 1);
    if (attempt.problems.length === 0) continue;
    failures += 1;
    say('the command:');
    sayFailure({ number, ...attempt });
  }
  say(`fuzz: the command, ${commands} times: ${outcomesText(outcomes)}; failures ${failures}`);
  return failures;
}

say(`fuzz: FUZZ_SEED=${seed} FUZZ_CASES=${cases} FUZZ_FIRST=${first}`);
const results = await runCases(
  { seed, first, cases, patience, processes: environment.FUZZ_PROCESSES },
  {
    failed: sayFailure,
    done: (done) => {
      if (done % 1000 === 0) process.stderr.write(`${new Date().toISOString()} ${done} cases\n`);
    },
    signal: interruption.signal,
  },
);
const toShrink =
  single === undefined ? results.failures.slice(0, environment.FUZZ_SHRUNK) : [{ number: first }];
for (const { number } of toShrink) if (!interruption.signal.aborted) await sayShrunk(number);
const failedCommands = await tryCommands();
say(summaryOf(seed, results));
process.exitCode = results.failures.length + failedCommands > 0 ? 1 : 0;
