import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Question } from './case-runner.ts';
import { caseOf, fileOf } from './fuzz-case.ts';
import { tryFile } from './try-file.ts';

/**
 * A process of its own in which cases are tried, one after the other: what crashes or hangs is seen from outside. It ends when the
 * one that asks does.
 */
const folder = mkdtempSync(join(tmpdir(), 'email-live-report-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('disconnect', () => process.exit());

/** What no small dump makes a process take that has read thousands before. */
const mostKibibytes = 800 * 1024;

async function answerTo(question: Question): Promise<Answer> {
  const fuzzCase = question.fuzzCase ?? caseOf(question.seed, question.number);
  const { bytes, ...known } = await fileOf(fuzzCase);
  const file = join(folder, 'dump');
  writeFileSync(file, bytes);
  const before = process.resourceUsage().maxRSS;
  const attempt = await tryFile(file, known, question.depth);
  const after = process.resourceUsage().maxRSS;
  const grew = before < mostKibibytes && after >= mostKibibytes;
  const problems = grew ? [...attempt.problems, `took ${after} KiB of memory`] : attempt.problems;
  return { ...attempt, problems, rss: after * 1024 };
}

process.on('message', (question: Question) => {
  void answerTo(question).then((answer) => process.send?.(answer));
});

process.send?.('ready');
