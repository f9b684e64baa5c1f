import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deliveries } from '../support/deliveries.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { run } from './run.ts';

const usual = ['--timezone', 'UTC', '--locale', 'en'];
const read = (...path: readonly string[]): string => readFileSync(join(...path), 'utf8');

it('sixty deliveries have a report each, with the page that it has by itself, and a row each in the list', async () => {
  const output = join(temporaryFolder(), 'output');
  const { status, stderr } = await run([deliveries(60), '-o', output, ...usual]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });

  const names = Array.from({ length: 60 }, (_, index) => `delivery-${index}`);
  expect(readdirSync(output).sort()).toEqual([...names, 'index.html'].sort());
  const index = read(output, 'index.html');
  for (const name of names) {
    expect(readdirSync(join(output, name)).sort()).toEqual(['report.html', 'report.json']);
    expect(index).toContain(`"${name}/report.html"`);
  }
  // Two that follow each other are drawn in two threads, where there are two.
  for (const name of ['delivery-0', 'delivery-1', 'delivery-58', 'delivery-59']) {
    const alone = join(temporaryFolder(), 'output');
    await run([join(output, name, 'report.json'), '-o', alone, '--locale', 'en']);
    expect(read(alone, name, 'report.html')).toBe(read(output, name, 'report.html'));
  }
});

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('their PDFs', () => {
  const count = 12;
  const print = (dump: string, output: string, profiles: string) =>
    run([dump, '-o', output, '--pdf', '--browser', 'bundled', '--verbose', ...usual], {
      env: { TMPDIR: profiles },
    });
  const printed = (output: string): readonly string[] =>
    Array.from({ length: count }, (_, index) => join(output, `delivery-${index}`, 'report.pdf')).filter(
      existsSync,
    );
  const browsers = (stderr: string): number => stderr.match(/^browser: /gm)?.length ?? 0;

  it('are printed by one browser', async () => {
    const output = join(temporaryFolder(), 'output');
    const { status, stderr } = await print(deliveries(count), output, temporaryFolder());
    expect(status).toBe(0);
    expect(printed(output)).toHaveLength(count);
    expect(browsers(stderr)).toBe(1);
  });

  it('are all there though the browser is killed in the middle', async () => {
    const output = join(temporaryFolder(), 'output');
    const profiles = temporaryFolder();
    const running = print(deliveries(count), output, profiles);
    await expect.poll(() => printed(output).length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(0);
    for (const id of browsersWith(profiles)) process.kill(id, 'SIGKILL');
    const { status, stderr } = await running;
    expect(status).toBe(0);
    expect(printed(output)).toHaveLength(count);
    expect(browsers(stderr)).toBe(2);
    expect(stderr).toContain('starting it again');
    for (const path of printed(output)) expect(readFileSync(path).subarray(-7).toString()).toContain('%%EOF');
  });
});

/** The process ids of the browsers that have their profile in a folder. */
function browsersWith(profiles: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return read('/proc', name, 'cmdline').includes(`--user-data-dir=${profiles}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}
