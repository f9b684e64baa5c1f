import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const atExit = new URL('../../src/files/at-exit.ts', import.meta.url).href;

/** Runs a program that has a file cleaned up when it ends, sends it a signal, and says how it ended. */
async function endBy(
  signal: NodeJS.Signals,
  { before = '', after = '' }: { before?: string; after?: string },
): Promise<{ said: string; ended: unknown[]; left: boolean }> {
  const file = join(temporaryFolder(), 'kept.txt');
  const script = `
    import { existsSync, rmSync, writeFileSync } from 'node:fs';
    import { atExit } from ${JSON.stringify(atExit)};
    const file = ${JSON.stringify(file)};
    const finish = () => setTimeout(() => { console.log(existsSync(file) ? 'kept' : 'gone'); process.exit(3); }, 50);
    setInterval(() => {}, 1000);
    writeFileSync(file, '');
    ${before}
    atExit(() => rmSync(file, { force: true }));
    ${after}
    console.error('ready');`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
  });
  const said = text(child.stdout);
  const ended = once(child, 'exit');
  await once(child.stderr, 'data');
  child.kill(signal);
  return { ended: await ended, said: (await said).trim(), left: existsSync(file) };
}

describe('the clean-up', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'is done on %s when nobody else handles it, and the process ends by it',
    async (signal) => {
      expect(await endBy(signal, {})).toEqual({ said: '', ended: [null, signal], left: false });
    },
  );

  it.each([
    ['before', 'on'],
    ['before', 'once'],
    ['after', 'on'],
    ['after', 'once'],
  ])(
    'waits for the end of the process where somebody handles SIGTERM since %s, by %s',
    async (when, method) => {
      const handled = { [when]: `process.${method}('SIGTERM', finish);` };
      expect(await endBy('SIGTERM', handled)).toEqual({ said: 'kept', ended: [3, null], left: false });
    },
  );

  it('is done on the second signal where somebody handles only the first', async () => {
    const again =
      "process.once('SIGTERM', () => setTimeout(() => process.kill(process.pid, 'SIGTERM'), 20));";
    const ended = await endBy('SIGTERM', { before: again });
    expect(ended).toEqual({ said: '', ended: [null, 'SIGTERM'], left: false });
  });
});
