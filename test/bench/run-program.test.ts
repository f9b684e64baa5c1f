import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runNode } from '../../bench/process/run-program.ts';

/** Holds 200 MB for longer than there is between two looks. */
const greedy = 'const held = Buffer.alloc(2e8, 1); setTimeout(() => held, 300)';
const startsGreedy = `require('child_process').execFileSync(process.execPath, ['--eval', ${JSON.stringify(greedy)}])`;

describe('a program that is run', () => {
  test('and fails is an error with what it said', async () => {
    await expect(runNode(['--eval', 'console.error("no such thing"); process.exit(3)'])).rejects.toThrow(
      /exit status 3\n.*no such thing/s,
    );
  });

  test.runIf(existsSync('/proc/self/status'))('has its own peak of memory, and its CPU time', async () => {
    const run = await runNode(['--eval', greedy]);
    expect(run.peakMebibytes).toBeGreaterThan(190);
    expect(run.processor).toBeGreaterThan(0);
    expect((await runNode(['--eval', startsGreedy])).peakMebibytes).toBeLessThan(190);
  });

  test.runIf(existsSync('/proc/self/status'))('has that of what it starts, where asked', async () => {
    expect((await runNode(['--eval', startsGreedy], 'family')).familyMebibytes).toBeGreaterThan(190);
  });
});
