import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { processMark } from '../../src/files/process-mark.ts';
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
function leftBy(mark: string, written: Date): string {
  const folder = join(parent, `email-live-report-${mark}-abcdef`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'dump.duckdb'), 'rows');
  utimesSync(join(folder, 'dump.duckdb'), written, written);
  utimesSync(folder, longAgo, longAgo);
  return folder;
}

const [, , here] = processMark().split('-');

/** The mark of a process that has ended, of this machine or elsewhere. */
function endedProcess(place = here): string {
  return `${spawnSync(process.execPath, ['--eval', '0']).pid}-1-${place}`;
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
    const left = leftBy(endedProcess(), new Date());
    const leftElsewhere = leftBy(endedProcess('elsewhere'), longAgo);
    makeTemporaryFolder().remove();
    expect(existsSync(left)).toBe(false);
    expect(existsSync(leftElsewhere)).toBe(false);
  });

  it('leaves alone what another process is at: one that runs, or one elsewhere that writes still', () => {
    const running = leftBy(processMark(), longAgo);
    const elsewhere = leftBy(endedProcess('elsewhere'), new Date());
    makeTemporaryFolder().remove();
    expect(existsSync(running)).toBe(true);
    expect(existsSync(elsewhere)).toBe(true);
  });

  it.runIf(process.platform === 'linux')(
    'is not held by another process that has got the number of a dead one',
    () => {
      const left = leftBy(`${process.pid}-1-${here}`, new Date());
      makeTemporaryFolder().remove();
      expect(existsSync(left)).toBe(false);
    },
  );
});
