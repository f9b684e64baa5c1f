import { expect, it } from 'vitest';
import { runCases } from './run-cases.ts';
import { summaryOf } from './summary.ts';

const cases = Number(process.env.FUZZ_CASES ?? 2000);
const seed = Number(process.env.FUZZ_SEED ?? 20_261_126);

it('reads or refuses any dump that was mutated, and accounts for every row', {
  timeout: 900_000,
}, async () => {
  const run = { seed, first: 0, cases, processes: 2, patience: 120_000 };
  const results = await runCases(run);
  const again = results.failures.map(
    ({ number, outcome, problems }) =>
      `${outcome}: ${problems.join('; ')}; again: FUZZ_SEED=${seed} FUZZ_CASE=${number} npm run fuzz`,
  );
  expect(again, summaryOf(seed, results)).toEqual([]);
  // Most are still dumps of which something can be told.
  expect(results.outcomes.get('report')).toBeGreaterThan(cases / 3);
  expect(results.computed).toBeGreaterThan(cases / 15);
});
