import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { TryAgainError } from '../../src/errors.ts';
import { openLedger } from '../../src/mail/ledger.ts';
import { run } from '../cli/run.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';

const hour = 3_600_000;

describe('a clock that is set anew', () => {
  it.each([
    ['forwards', 5 * hour],
    ['backwards', -5 * hour],
  ])(
    '%s makes the wait for a ledger neither shorter nor longer',
    async (_where, jump) => {
      const path = join(temporaryFolder(), 'ledger.duckdb');
      (await openLedger(path, 0, () => {})).close();
      const holder = join(temporaryFolder(), 'hold.mjs');
      writeFileSync(
        holder,
        `import { DuckDBInstance } from ${JSON.stringify(import.meta.resolve('@duckdb/node-api'))};
      const instance = await DuckDBInstance.create(${JSON.stringify(path)});
      const connection = await instance.connect();
      console.log('held');
      process.stdin.on('end', () => process.exit()).resume();`,
      );
      const child = spawn(process.execPath, [holder], { stdio: ['pipe', 'pipe', 'inherit'] });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      const now = Date.now;
      let looks = 0;
      const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + jump * looks);
      try {
        const began = performance.now();
        await expect(
          openLedger(path, 1000, () => {
            looks += 1;
          }),
        ).rejects.toThrow(TryAgainError);
        expect(performance.now() - began).toBeGreaterThanOrEqual(1000);
        expect(looks).toBeGreaterThan(1);
      } finally {
        clock.mockRestore();
        child.stdin.end();
      }
    },
    60_000,
  );

  it('at every look at it, by hours to and fro, leaves a report as it is', async () => {
    const folder = temporaryFolder();
    const dump = temporaryFile('d.ndjson', '{"event_type":"sent","timestamp":"2026-11-22T08:00:00Z"}\n');
    const preload = join(folder, 'clock.cjs');
    writeFileSync(
      preload,
      `const now = Date.now;
      let looks = 0;
      Date.now = () => now() + (looks++ % 2 === 0 ? 5 : -5) * ${hour};`,
    );
    const { status, stderr } = await run([dump, '--output', join(folder, 'output'), '--incremental'], {
      env: { NODE_OPTIONS: `--require=${preload}` },
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const again = await run([dump, '--output', join(folder, 'output'), '--incremental']);
    expect(again.stderr).toContain('the report had not changed');
    expect(again.status).toBe(0);
  }, 60_000);
});
