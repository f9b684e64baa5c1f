import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { writeSample } from '../../src/sample/write-sample.ts';
import { computeFiles } from '../support/report-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const machine = vi.hoisted(() => ({ threads: 1 }));
vi.mock('../../src/engine/machine-limits.ts', () => ({
  machineLimits: () => ({ threads: machine.threads, memoryBytes: 640 * 1024 * 1024 }),
}));

/** A dump that is large enough for more than one thread, with rows that are rejected and rows that come twice. */
async function largeDump(): Promise<string> {
  const file = join(temporaryFolder(), 'dump.ndjson');
  const { bytes } = await writeSample({ file, recipients: 60_000, seed: 3, format: 'native' });
  expect(bytes).toBeGreaterThan(40 * 1024 * 1024);
  for (const hour of ['soon', '2026-11-26T10:00:00Z', '2026-11-26T10:00:00Z', 'later'])
    appendFileSync(file, `{"event_type": "open", "timestamp": "${hour}", "event_id": "twice"}\n`);
  return file;
}

it('counts the same with one thread, three or eight, whichever is done first', async () => {
  const file = await largeDump();
  const results: string[] = [];
  for (const threads of [1, 3, 8]) {
    machine.threads = threads;
    results.push(JSON.stringify(await computeFiles([file], { includeTests: true })));
  }
  const [one = '', ...others] = results;
  expect(JSON.parse(one).rejects).toHaveLength(2);
  for (const other of others) expect(other === one).toBe(true);
}, 240_000);
