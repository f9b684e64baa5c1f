import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeTemporaryFolder } from '../../src/files/temporary-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let parent: string;

beforeEach(() => {
  parent = temporaryFolder();
  vi.stubEnv('TMPDIR', parent);
});
afterEach(() => vi.unstubAllEnvs());

const longAgo = new Date('2026-01-01');

/** A folder that a process left, with a file that was last written to then. */
function leftBy(processId: number, written: Date): string {
  const folder = join(parent, `email-live-report-${processId}-abcdef`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'dump.duckdb'), 'rows');
  utimesSync(join(folder, 'dump.duckdb'), written, written);
  utimesSync(folder, longAgo, longAgo);
  return folder;
}

function endedProcess(): number {
  return spawnSync(process.execPath, ['--eval', '0']).pid;
}

describe('a temporary folder', () => {
  it('is there until it is removed, whatever lies in it', () => {
    const { path, remove } = makeTemporaryFolder();
    writeFileSync(join(path, 'rows'), 'rows');
    expect(existsSync(path)).toBe(true);
    remove();
    expect(existsSync(path)).toBe(false);
  });

  it('takes the place of those that killed processes left', () => {
    const left = leftBy(endedProcess(), longAgo);
    makeTemporaryFolder().remove();
    expect(existsSync(left)).toBe(false);
  });

  it('leaves alone what another process is at: one that runs, or one elsewhere that writes still', () => {
    const running = leftBy(process.pid, longAgo);
    const elsewhere = leftBy(endedProcess(), new Date());
    makeTemporaryFolder().remove();
    expect(existsSync(running)).toBe(true);
    expect(existsSync(elsewhere)).toBe(true);
  });
});
