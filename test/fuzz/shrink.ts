import fc from 'fast-check';
import { CaseRunner } from './case-runner.ts';
import { caseParameters, fileOf, fuzzCases } from './fuzz-case.ts';

/** The file of the smallest case that something is still wrong with. */
export interface Shrunk {
  readonly bytes: Uint8Array;
  readonly format: string | null;
  readonly problems: readonly string[];
}

/** Shrinks a case that failed; undefined where it does not fail again. */
export async function shrink(seed: number, number: number, patience: number): Promise<Shrunk | undefined> {
  const runner = new CaseRunner(patience);
  let last: Shrunk | undefined;
  const holds = fc.asyncProperty(fuzzCases, async (fuzzCase) => {
    const { problems } = await runner.try({ seed, number, fuzzCase, depth: 'rendered' });
    if (problems.length > 0) {
      const { bytes, format } = await fileOf(fuzzCase);
      last = { bytes, format, problems };
    }
    return problems.length === 0;
  });
  await fc.check(holds, { ...caseParameters(seed, number), interruptAfterTimeLimit: 120_000 });
  runner.close();
  return last;
}
