import { EventEmitter } from 'node:events';
import { statfs } from 'node:fs/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { watchFiles } from '../../../src/live/follow/watch-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** What the system says to who wants to be told of changes. */
let refusal: Error | undefined;

vi.mock('chokidar', () => ({
  watch: () => {
    const watcher = Object.assign(new EventEmitter(), { close: async () => {} });
    setImmediate(() => (refusal === undefined ? watcher.emit('ready') : watcher.emit('error', refusal)));
    return watcher;
  },
}));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return { ...real, statfs: vi.fn(real.statfs) };
});

async function watched() {
  const onChange = vi.fn<() => void>();
  const notes: string[] = [];
  const watcher = await watchFiles([temporaryFolder()], onChange, {
    note: (note) => notes.push(note),
    pollEvery: 20,
    lookEvery: 1_000_000,
  });
  onTestFinished(() => watcher.close());
  return { onChange, notes };
}

const told = (onChange: () => void): Promise<void> =>
  vi.waitFor(() => expect(vi.mocked(onChange).mock.calls.length).toBeGreaterThan(2), { timeout: 10_000 });

it.each([
  ['ENOSPC', 'raise fs.inotify.max_user_watches'],
  ['EMFILE', 'raise fs.inotify.max_user_instances, or the limit of open files'],
  ['ENOSYS', 'not here'],
])('files that cannot be watched (%s) are looked at every second, and that is said', async (code, why) => {
  refusal = Object.assign(new Error('not here'), { code });
  const { onChange, notes } = await watched();
  expect(notes).toEqual([
    `the files are looked at every 0.02 s, since the system does not tell of their changes: ${why}`,
  ]);
  await told(onChange);
});

it('so are files on a network drive', async () => {
  refusal = undefined;
  const found = await statfs('/');
  vi.mocked(statfs).mockResolvedValueOnce({ ...found, type: 0x6969 });
  const { onChange, notes } = await watched();
  expect(notes).toEqual([expect.stringContaining('they are on a network drive')]);
  await told(onChange);
});
