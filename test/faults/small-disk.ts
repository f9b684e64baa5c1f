import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A disk that is small: a file system of its own, gone when the tests of a file are done. */
export interface SmallDisk {
  readonly path: string;
  /** Only root may mount one, and not everywhere. */
  readonly isMounted: boolean;
  /** Leaves so much room on it. */
  fill(freeBytes: number): void;
  /** Takes away what fills it. */
  free(): void;
  remount(rights: 'ro' | 'rw'): void;
}

/** Mounts one that is this large. */
export function mountSmallDisk(size: string): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'email-live-report-test-disk-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]).status === 0;
  if (!isMounted)
    process.stderr.write('a small disk cannot be mounted here: what happens on a full one is not tried\n');
  afterAll(() => {
    spawnSync('umount', [path]);
    rmSync(path, { recursive: true });
  });
  const other = join(path, 'other');
  return {
    path,
    isMounted,
    fill: (freeBytes) => {
      const { stdout } = spawnSync('df', ['--output=avail', '-B1', path], { encoding: 'utf8' });
      writeFileSync(other, Buffer.alloc(Math.max(0, Number(stdout.split('\n')[1]) - freeBytes)));
    },
    free: () => rmSync(other),
    remount: (rights) => {
      spawnSync('mount', ['-o', `remount,${rights}`, path]);
    },
  };
}
