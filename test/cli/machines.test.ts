import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reportSchema } from '../../src/report/report.ts';
import { ndjson } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { run } from './run.ts';

const message = { message_id: 'm1', recipient: 'anna@example.com', delivery_id: 'sale' };
const dump = (): string =>
  temporaryFile(
    'dump.ndjson',
    ndjson([
      { ...message, event_type: 'delivered', timestamp: '2026-11-22T08:00:00Z' },
      { ...message, event_type: 'open', timestamp: '2026-11-22T08:30:00Z', user_agent: 'Mozilla/5.0' },
      { ...message, event_type: 'click', timestamp: '2026-11-22T08:00:04Z', url: 'https://example.com/' },
    ]),
  );

/** The rules that are on and how many each caught, and how many opens and clicks are probably by people. */
async function found(...options: readonly string[]) {
  const output = temporaryFolder();
  const { status, stderr } = await run([dump(), '-o', output, ...options]);
  expect(`${status} ${stderr}`).toBe('0 ');
  const report = reportSchema.parse(JSON.parse(readFileSync(join(output, 'sale/report.json'), 'utf8')));
  const { rows, rules } = report.sections['machine-activity'];
  return {
    rules: Object.fromEntries(rules.map(({ rule, opens, clicks }) => [rule, opens + clicks])),
    human: rows.map(({ human }) => human),
  };
}

it('finds machines by all rules, as usual', async () => {
  expect(await found()).toEqual({
    rules: {
      'known-agent': 1,
      'image-proxy': 0,
      'fast-click': 1,
      'all-links': 0,
      'click-before-open': 0,
    },
    human: [0, 0],
  });
});

it('finds them by those that --machines leaves on, within its limits', async () => {
  expect(await found('--machines', 'none,known-agent')).toEqual({
    rules: { 'known-agent': 1 },
    human: [0, 1],
  });
  expect(await found('--machines', 'fast-click=4s,known-agent=off')).toEqual({
    rules: { 'image-proxy': 0, 'fast-click': 0, 'all-links': 0, 'click-before-open': 0 },
    human: [1, 1],
  });
  expect(await found('--machines=none')).toEqual({ rules: {}, human: [1, 1] });
});

it('says what is wrong with --machines', async () => {
  const { status, stdout, stderr } = await run([dump(), '--machines', 'fast-click=soon']);
  expect({ status, stdout, stderr }).toEqual({
    status: 64,
    stdout: '',
    stderr:
      'email-live-report: --machines: fast-click must be on, off or a stretch of time such as 10s (see docs/machines.md)\n',
  });
});

it('leaves the figures of a report.json as they are', async () => {
  const output = temporaryFolder();
  await run([dump(), '-o', output]);
  const { status, stderr } = await run([join(output, 'sale/report.json'), '--machines', 'none']);
  expect(status).toBe(64);
  expect(stderr).toContain('--machines cannot be used with a report.json, whose figures are settled');
});
