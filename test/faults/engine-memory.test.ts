import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { TryAgainError } from '../../src/errors.ts';
import { run } from '../cli/run.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';

const row = '{"event_type":"sent","timestamp":"2026-11-22T08:00:00Z"}\n';

it('says that memory and disk ran out, and what to do, and leaves nothing', async () => {
  const engine = await openDuckDB();
  await engine.run("SET memory_limit = '20MB'; SET max_temp_directory_size = '1MB'");
  const many = engine.run(
    'CREATE TABLE many AS SELECT hash(range) AS one, hash(range + 1) AS other FROM range(20000000) ORDER BY one',
  );
  await expect(many).rejects.toThrow(TryAgainError);
  await expect(many).rejects.toMatchObject({ hint: expect.stringContaining('TMPDIR') });
  const { temporaryFolder } = engine;
  await engine.close();
  expect(existsSync(temporaryFolder)).toBe(false);
}, 120_000);

it('ends at once where the memory of Node runs out, with nothing half-written', async () => {
  const folder = temporaryFolder();
  const output = join(folder, 'output');
  const { status } = await run([temporaryFile('d.ndjson', row), '--output', output], {
    env: { NODE_OPTIONS: '--max-old-space-size=4', TMPDIR: folder },
  });
  // Node ends itself by SIGABRT, which nobody can catch.
  expect(status).toBeNull();
  expect(existsSync(output)).toBe(false);
}, 120_000);

describe('a temporary folder that cannot be used', () => {
  it('since there is none, or a file is in its place, is named, with 73', async () => {
    const dump = temporaryFile('d.ndjson', row);
    const output = join(temporaryFolder(), 'output');
    for (const place of [join(temporaryFolder(), 'none'), dump]) {
      const { status, stderr } = await run([dump, '--output', output], { env: { TMPDIR: place } });
      expect(stderr).toContain(`${place}: cannot be written`);
      expect(status).toBe(73);
    }
    expect(existsSync(output)).toBe(false);
  }, 120_000);

  it.skipIf(process.getuid?.() === 0)(
    'since it is closed, is named, with 73',
    async () => {
      const place = join(temporaryFolder(), 'closed');
      mkdirSync(place);
      chmodSync(place, 0o500);
      const { status, stderr } = await run([temporaryFile('d.ndjson', row)], { env: { TMPDIR: place } });
      expect(stderr).toContain(`${place}: cannot be written, permission denied`);
      expect(status).toBe(73);
    },
    120_000,
  );
});

describe('an input that cannot be read', () => {
  it.runIf(process.platform === 'linux')(
    'is no fault of ours',
    async () => {
      const folder = temporaryFolder();
      const loop = join(folder, 'loop.ndjson');
      symlinkSync(loop, loop);
      const reads = await Promise.all(
        ['/proc/self/mem', '/proc/self/environ/none', loop].map((path) =>
          run([path, '--output', join(folder, 'output')]),
        ),
      );
      expect(reads.map(({ status }) => status)).toEqual([66, 66, 66]);
      expect(reads[0]?.stderr).toContain('/proc/self/mem: cannot be read (EIO)');
      expect(readdirSync(folder)).toEqual(['loop.ndjson']);
    },
    120_000,
  );
});
