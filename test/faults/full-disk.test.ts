import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { deliveries } from '../support/deliveries.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { contentsOf } from './folder-contents.ts';
import { isLongForm } from './long-form.ts';
import { mountSmallDisk } from './small-disk.ts';

const { path: disk, isMounted, fill, free, remount } = mountSmallDisk('1m');

const oneLine = (words: string): RegExp => new RegExp(`^email-live-report: [^\\n]*${words}[^\\n]*\\n$`);
const isBundledPlatform = process.platform === 'linux' && process.arch === 'x64';

describe.runIf(isMounted)('a disk', () => {
  it('that is full when some reports are written leaves each of them old or new, and no litter', {
    timeout: 120_000,
  }, async () => {
    const output = join(disk, 'output');
    const first = await run([deliveries(2, { seed: 1 }), '-o', output]);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    const old = contentsOf(output);
    fill(200 * 1024);
    const { status, stderr } = await run([deliveries(2, { seed: 50 }), '-o', output, '--csv']);
    expect(stderr).toMatch(oneLine('cannot be written, the disk is full'));
    expect(status).toBe(73);
    expect(readdirSync(output)).toEqual(['delivery-0', 'delivery-1', 'index.html']);
    const ofOne = (name: string) => Object.entries(contentsOf(join(output, name)));
    const stillOld = ['delivery-0', 'delivery-1'].filter((name) =>
      ofOne(name).every(([path, text]) => old[`${name}/${path}`] === text),
    );
    expect(stillOld).not.toEqual([]);
    for (const name of ['delivery-0', 'delivery-1'])
      if (!stillOld.includes(name)) expect(readdirSync(join(output, name))).toContain('csv');
    free();
    rmSync(output, { recursive: true });
  });

  it('for temporary files that is full while a pipe is read ends the run with one line', async () => {
    const temporary = join(disk, 'temporary');
    mkdirSync(temporary);
    const dump = deliveries(1);
    const copies = temporaryFile('many.ndjson', readFileSync(dump, 'utf8').repeat(200));
    const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', 'cat "$2" | "$0" "$1" - -o "$3"', process.execPath, cli, copies, join(temporary, 'output')],
      {
        env: { ...process.env, TMPDIR: temporary },
        encoding: 'utf8',
      },
    );
    expect(stderr).toMatch(oneLine('cannot be written, the disk is full'));
    expect(status).toBe(73);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.runIf(isBundledPlatform)(
    'for temporary files that is full when the browser starts leaves the old reports',
    { timeout: 120_000 },
    async () => {
      const [temporary, output] = [join(disk, 'for-browser'), join(temporaryFolder(), 'output')];
      mkdirSync(temporary);
      await run([deliveries(2, { seed: 1 }), '-o', output]);
      const old = contentsOf(output);
      fill(0);
      const { status, stderr } = await run(
        [deliveries(2, { seed: 50 }), '-o', output, '--pdf', '--browser', 'bundled'],
        { env: { TMPDIR: temporary } },
      );
      free();
      expect(stderr).toMatch(oneLine('for lack of space in the temporary folder'));
      expect(status).toBe(75);
      expect(contentsOf(output)).toEqual(old);
      expect(readdirSync(output)).toHaveLength(3);
      expect(readdirSync(temporary)).toEqual([]);
    },
  );

  it('that is read-only is said to be so, for reports that are there and for new ones', {
    timeout: 120_000,
  }, async () => {
    const [output, temporary] = [join(disk, 'output'), join(disk, 'temporary')];
    const dump = deliveries(1);
    await run([dump, '-o', output]);
    const old = contentsOf(output);
    remount('ro');
    try {
      const tried = [
        await run([dump, '-o', output]),
        await run([dump, '-o', join(disk, 'new', 'output')]),
        await run([dump, '-o', temporaryFolder()], { env: { TMPDIR: temporary } }),
      ];
      for (const { status, stderr } of tried) {
        expect(stderr).toMatch(oneLine('cannot be written, the file system is read-only'));
        expect(status).toBe(73);
      }
      expect(contentsOf(output)).toEqual(old);
    } finally {
      remount('rw');
    }
  });
});

/** Runs the command where no more than so many files may be open at once. */
function withFiles(most: number, args: readonly string[]) {
  const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
  return spawnSync('bash', ['-c', `ulimit -n ${most}; exec "$0" "$@"`, process.execPath, cli, ...args], {
    encoding: 'utf8',
  });
}

describe.skipIf(process.platform === 'win32')('where few files may be open at once', () => {
  it.each([40, 64, 256])(
    '%d: a run gets through or says so, and leaves no half report',
    { timeout: 120_000 },
    (most) => {
      const output = join(temporaryFolder(), 'output');
      const { status, stderr } = withFiles(most, [deliveries(10), '-o', output, '--csv']);
      expect([0, 66, 73, 75]).toContain(status);
      expect(stderr).toMatch(status === 0 ? /^$/ : oneLine(''));
    },
  );

  // A browser that lacks files may keep silent until it is given up.
  it.runIf(isBundledPlatform && isLongForm)(
    '64: where no browser starts it is one line that says so',
    { timeout: 120_000 },
    () => {
      const output = join(temporaryFolder(), 'output');
      const { status, stderr } = withFiles(64, [
        deliveries(1),
        '-o',
        output,
        '--pdf',
        '--browser',
        'bundled',
      ]);
      expect([0, 69, 75]).toContain(status);
      expect(stderr).toMatch(status === 0 ? /^$/ : oneLine('does not start'));
    },
  );

  it('64: a dump of many more files is read', { timeout: 120_000 }, () => {
    const folder = temporaryFolder();
    const files = isLongForm ? 2000 : 200;
    for (let number = 0; number < files; number += 1) {
      const row = {
        event_type: 'sent',
        timestamp: '2026-11-22T08:00:00Z',
        message_id: `${number}`,
        delivery_id: 'sale',
      };
      writeFileSync(join(folder, `${number}.ndjson`), JSON.stringify(row));
    }
    const output = join(temporaryFolder(), 'output');
    const { status, stderr } = withFiles(64, [folder, '-o', output]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(join(output, 'sale', 'report.json'), 'utf8')).toContain(`"sent": ${files}`);
  });
});
