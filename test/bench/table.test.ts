import { expect, test } from 'vitest';
import { atLeast, atMost } from '../../bench/budget.ts';
import { derivedLine, timeLine } from '../../bench/line.ts';
import { tableOf } from '../../bench/table.ts';

const run = {
  milliseconds: 1500,
  processor: 2100,
  peakMebibytes: 1200.4,
  familyMebibytes: null,
  fastest: 1400,
  turns: 3,
};

test('a part is a Markdown table with a verdict on each line that has a budget', () => {
  const dump = { file: 'dump.ndjson', rows: 3_000_000, bytes: 1 };
  const lines = [
    timeLine('the report', run, atMost(1500), dump),
    derivedLine('over the floor', 2.004, 'ratio', atMost(2, 1.5)),
    derivedLine('readline over it', 4.99, 'ratio', atLeast(5)),
  ];
  expect(tableOf({ title: 'One report', lines, notes: ['As it is.'] })).toBe(
    `## One report

| what             | measured | CPU    | peak memory | rows/s | budget                     |         |
| ---------------- | -------- | ------ | ----------- | ------ | -------------------------- | ------- |
| the report       | 1.50 s   | 2.10 s | 1,200 MiB   | 2 M    | at most 1.50 s             | met     |
| over the floor   | 2.00 x   |        |             |        | at most 2.00 x, aim 1.50 x | NOT MET |
| readline over it | 4.99 x   |        |             |        | at least 5.00 x            | NOT MET |

As it is.

`,
  );
});

test('a column that no line fills is left out', () => {
  const lines = [timeLine('Node', { ...run, processor: null, peakMebibytes: null, familyMebibytes: null })];
  expect(tableOf({ title: 'Start', lines })).toBe(
    `## Start

| what | measured |
| ---- | -------- |
| Node | 1.50 s   |

`,
  );
});
