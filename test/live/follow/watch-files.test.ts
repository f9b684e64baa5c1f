import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { watchFiles } from '../../../src/live/follow/watch-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

// Far longer than it takes, on a machine that may be busy.
const soon = { timeout: 10_000, interval: 5 };
vi.setConfig({ testTimeout: 60_000 });

type Options = Parameters<typeof watchFiles>[2];

/** Watches, with no other looks than those that the system calls for. */
async function watched(dumps: readonly string[], options: Options = {}) {
  const onChange = vi.fn<() => void>();
  const { close } = await watchFiles(dumps, onChange, { lookEvery: 1_000_000, ...options }).then(
    (watcher) => ({
      close: () => watcher.close(),
    }),
  );
  onTestFinished(close);
  return {
    close,
    onChange,
    /** Makes a change, and waits until it is told of. */
    async toldOf(change: () => void): Promise<void> {
      onChange.mockClear();
      change();
      await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), soon);
      await quiet();
    },
    async notToldOf(change: () => void): Promise<void> {
      onChange.mockClear();
      change();
      await quiet();
      expect(onChange).not.toHaveBeenCalled();
    },
  };
}

/** What was told of before is told by then. */
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200));

describe('whoever watches is told', () => {
  it('when a file is written to, removed, renamed, and when it comes back', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'a.ndjson');
    writeFileSync(file, '{}\n');
    const { toldOf, notToldOf } = await watched([file]);
    await toldOf(() => appendFileSync(file, '{}\n'));
    await toldOf(() => renameSync(file, `${file}.1`));
    await toldOf(() => writeFileSync(file, '{}\n'));
    await toldOf(() => appendFileSync(file, '{}\n'));
    await toldOf(() => rmSync(file));
    await notToldOf(() => appendFileSync(`${file}.1`, '{}\n'));
  });

  it('when a file of a folder is written to, or one comes, in a new folder below it too', async () => {
    const folder = temporaryFolder();
    const { toldOf } = await watched([folder]);
    await toldOf(() => writeFileSync(join(folder, 'a.ndjson'), '{}\n'));
    await toldOf(() => appendFileSync(join(folder, 'a.ndjson'), '{}\n'));
    await toldOf(() => mkdirSync(join(folder, 'b/c'), { recursive: true }));
    await toldOf(() => writeFileSync(join(folder, 'b/c/d.ndjson'), '{}\n'));
    await toldOf(() => appendFileSync(join(folder, 'b/c/d.ndjson'), '{}\n'));
  });

  it('when a file that a pattern fits comes, or its folder', async () => {
    const folder = temporaryFolder();
    const { toldOf } = await watched([join(folder, 'logs/*/a*.ndjson')]);
    await toldOf(() => mkdirSync(join(folder, 'logs/b'), { recursive: true }));
    await toldOf(() => writeFileSync(join(folder, 'logs/b/a1.ndjson'), '{}\n'));
  });

  it('when a folder is removed and made again', async () => {
    const folder = join(temporaryFolder(), 'dump');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.ndjson'), '{}\n');
    const { toldOf } = await watched([folder]);
    await toldOf(() => rmSync(folder, { recursive: true }));
    await toldOf(() => mkdirSync(folder));
    await toldOf(() => writeFileSync(join(folder, 'a.ndjson'), '{}\n'));
    await toldOf(() => appendFileSync(join(folder, 'a.ndjson'), '{}\n'));
  });

  it('when a file is written to that a link leads to', async () => {
    const folder = temporaryFolder();
    const file = join(temporaryFolder(), 'real.ndjson');
    writeFileSync(file, '{}\n');
    symlinkSync(file, join(folder, 'a.ndjson'));
    const { toldOf } = await watched([join(folder, 'a.ndjson')]);
    await toldOf(() => appendFileSync(file, '{}\n'));
  });

  it('a few times only while a file is written to all the time', async () => {
    const file = join(temporaryFolder(), 'a.ndjson');
    writeFileSync(file, '{}\n');
    const { onChange } = await watched([file]);
    const start = Date.now();
    for (let written = 0; written < 100; written += 1) {
      appendFileSync(file, '{}\n');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await quiet();
    expect(onChange.mock.calls.length).toBeGreaterThan(0);
    expect(onChange.mock.calls.length).toBeLessThanOrEqual((Date.now() - start) / 30 + 1);
  });
});

describe('nobody is told', () => {
  it('of hidden files, and of what is written into the folder that is left out', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'output'));
    const { notToldOf, toldOf } = await watched([folder], { leftOut: join(folder, 'output') });
    await notToldOf(() => {
      writeFileSync(join(folder, '.a.ndjson'), '{}\n');
      writeFileSync(join(folder, 'output/report.json'), '{}\n');
      rmSync(join(folder, 'output'), { recursive: true });
      mkdirSync(join(folder, 'output'));
    });
    await toldOf(() => writeFileSync(join(folder, 'a.ndjson'), '{}\n'));
  });

  it('after it was closed', async () => {
    const folder = temporaryFolder();
    const { close, notToldOf } = await watched([folder], { lookEvery: 20 });
    await close();
    await notToldOf(() => writeFileSync(join(folder, 'a.ndjson'), '{}\n'));
  });
});

it('all is looked at from time to time, whatever is told', async () => {
  const { onChange } = await watched([temporaryFolder()], { lookEvery: 20 });
  await vi.waitFor(() => expect(onChange.mock.calls.length).toBeGreaterThan(2), soon);
});

it('a folder whose parent was removed and made again is watched anew after the next look', async () => {
  const parent = join(temporaryFolder(), 'parent');
  const folder = join(parent, 'dump');
  mkdirSync(folder, { recursive: true });
  const { onChange } = await watched([folder], { lookEvery: 1000 });
  rmSync(parent, { recursive: true });
  mkdirSync(folder, { recursive: true });
  // Between two looks only who watches is told: of three changes in a row, of which one look is at most.
  const toldOf = async (name: string): Promise<boolean> => {
    onChange.mockClear();
    writeFileSync(join(folder, name), '{}\n');
    await quiet();
    return onChange.mock.calls.length > 0;
  };
  await vi.waitFor(async () => {
    expect([await toldOf('a'), await toldOf('b'), await toldOf('c')]).toEqual([true, true, true]);
  }, soon);
});
