import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../src/browser/private-folder.ts';
import { deliveries } from '../support/deliveries.ts';
import { randomNumbers } from '../support/random-numbers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { contentsOf } from './folder-contents.ts';
import { isLongForm } from './long-form.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const kills = isLongForm ? 100 : 25;
const untilOneGetsThrough = 10;
const count = 4;
const names = Array.from({ length: count }, (_, number) => `delivery-${number}`);

type Contents = Readonly<Record<string, string>>;

interface Reference {
  readonly dump: string;
  readonly label: string;
  readonly files: Contents;
}

const without = (files: Contents, ending: string): Contents =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith(ending)));

async function titleOf(pdf: string): Promise<string> {
  const document = await getDocument({ data: Uint8Array.from(Buffer.from(pdf, 'latin1')), verbosity: 0 })
    .promise;
  const { info } = await document.getMetadata();
  await document.destroy();
  return 'Title' in info ? String(info.Title) : '';
}

const forms = [
  { options: ['--csv'] },
  ...(isLongForm ? [{ options: ['--csv', '--pdf', '--browser', 'bundled'] }] : []),
];

describe.each(forms)(`a run with $options that is killed ${kills} times at any moment`, ({ options }) => {
  it('leaves the old or the new report of each delivery, and the next one no litter', {
    timeout: 900_000,
  }, async () => {
    const [folder, temporary] = [temporaryFolder(), temporaryFolder()];
    const output = join(folder, 'output');
    const random = randomNumbers(8);
    // Of a run that gets through; corrected by the first that does.
    let mostChanges = 10 * count;
    const start = (dump: string, to: string): ChildProcess =>
      spawn(process.execPath, [cli, dump, '-o', to, '--timezone', 'UTC', '--locale', 'en', ...options], {
        env: { ...process.env, TMPDIR: temporary },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    const getThrough = async (dump: string, to: string): Promise<void> => {
      expect(await once(start(dump, to), 'close')).toEqual([0, null]);
    };
    /** Runs, and kills as soon as so much has changed in the output or the temporary folder; true where it had not ended by then. */
    const kill = async (dump: string, changes: number): Promise<boolean> => {
      const child = start(dump, output);
      const closed = once(child, 'close');
      let seen = 0;
      const watchers = [output, temporary].map((folder) =>
        watch(folder, () => {
          seen += 1;
          if (seen > changes) child.kill('SIGKILL');
        }),
      );
      const [, signal] = await closed;
      for (const watcher of watchers) watcher.close();
      if (signal === null) mostChanges = Math.max(1, seen);
      return signal !== null;
    };
    const reference = async (label: string, seed: number): Promise<Reference> => {
      const [dump, to] = [deliveries(count, { label, seed }), join(temporaryFolder(), 'output')];
      await getThrough(dump, to);
      return { dump, label, files: contentsOf(to) };
    };
    const [first, second] = [await reference('First', 1), await reference('Second', 100)];
    const ofDelivery = ({ files }: Reference, name: string): Contents =>
      Object.fromEntries(
        Object.entries(files)
          .filter(([path]) => path.startsWith(`${name}/`))
          .map(([path, text]) => [path.slice(name.length + 1), text]),
      );

    /** Which of the two a delivery's folder holds; null where it has none just now. */
    const held = async (name: string): Promise<Reference | null> => {
      if (!existsSync(join(output, name))) return null;
      const { 'report.pdf': pdf, ...files } = contentsOf(join(output, name));
      const found = [first, second].find(({ label }) => files['report.html']?.includes(`<title>${label}`));
      if (found === undefined) throw new Error(`${name} has neither report`);
      const { 'report.pdf': expectedPdf, ...expected } = ofDelivery(found, name);
      expect(files).toEqual(expected);
      expect(pdf === undefined).toBe(expectedPdf === undefined);
      if (pdf !== undefined) expect(await titleOf(pdf)).toContain(found.label);
      return found;
    };

    await getThrough(first.dump, output);
    const seen = { old: 0, new: 0, none: 0, mixedFolders: 0, finished: 0 };
    let standing = first;
    for (let killed = 0; killed < kills; ) {
      const next = standing === first ? second : first;
      for (const until = killed + untilOneGetsThrough; killed < until; ) {
        if (!(await kill(next.dump, Math.floor(mostChanges * random())))) {
          seen.finished += 1;
          continue;
        }
        killed += 1;
        const found = await Promise.all(names.map(held));
        seen.old += found.filter((one) => one === standing).length;
        seen.new += found.filter((one) => one === next).length;
        seen.none += found.filter((one) => one === null).length;
        if (new Set(found).size > 1) seen.mixedFolders += 1;
        const index = readFileSync(join(output, 'index.html'), 'utf8');
        expect(
          [first, second].map(({ files }) => Buffer.from(files['index.html'] ?? '', 'latin1').toString()),
        ).toContain(index);
      }
      await getThrough(next.dump, output);
      expect(without(contentsOf(output), '.pdf')).toEqual(without(next.files, '.pdf'));
      expect(await Promise.all(names.map(held))).toEqual(names.map(() => next));
      expect(readdirSync(output).sort()).toEqual([...names, 'index.html']);
      await expect
        .poll(() => readdirSync(temporary).filter((name) => name !== 'node-compile-cache'))
        .toEqual([]);
      standing = next;
    }
    mkdirSync(cacheFolder(), { recursive: true });
    expect(readdirSync(cacheFolder()).filter((name) => name.includes('unpacking'))).toEqual([]);
    // Some kills came between the first and the last of the reports, or this has tried nothing.
    if (isLongForm) process.stderr.write(`${JSON.stringify(seen)}\n`);
    expect(seen.mixedFolders).toBeGreaterThan(0);
  });
});
