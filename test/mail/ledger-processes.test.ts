import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CannotWriteError } from '../../src/errors.ts';
import { type Ledger, openLedger, readLedger } from '../../src/mail/ledger.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { mailTo } from './mail-to.ts';
import { kill, ledgerProgram, startProcess } from './start-process.ts';

const ann = mailTo('ann@example.com');
const newPath = (): string => join(temporaryFolder(), 'ledger.duckdb');
const open = (path: string): Promise<Ledger> => openLedger(path, 0, () => undefined);
const read = (path: string): Promise<Ledger | undefined> => readLedger(path, 0, () => undefined);

const patiently = { timeout: 20_000 };

describe('the file', () => {
  it('holds no address, nor does what lies beside it', async () => {
    const path = newPath();
    const { child, said } = startProcess('note for ever', path);
    await expect.poll(() => said.length, patiently).toBeGreaterThan(20);
    await kill(child);
    const bytesOf = (): string =>
      readdirSync(dirname(path))
        .map((name) => readFileSync(join(dirname(path), name), 'latin1'))
        .join('');
    expect(readdirSync(dirname(path)).sort()).toEqual([
      'ledger.duckdb',
      'ledger.duckdb.dots',
      'ledger.duckdb.wal',
    ]);
    expect(bytesOf()).toContain('weekly');
    expect(bytesOf()).not.toMatch(/reader\d|example/);
    (await open(path)).close();
    expect(bytesOf()).toContain('weekly');
    expect(bytesOf()).not.toMatch(/reader\d|example/);
  });
});

describe('a process', () => {
  it('that is killed has noted all that it said it had', async () => {
    const path = newPath();
    for (let round = 0; round < 3; round += 1) {
      const { child, said } = startProcess('note for ever', path);
      await expect.poll(() => said.length, patiently).toBeGreaterThan(10 + 7 * round);
      await kill(child);
      const ledger = await open(path);
      for (const address of said) expect(await ledger.stateOf(mailTo(address))).toBe('accepted');
      ledger.close();
    }
  });

  it.each([
    ['before the dot of a mail is written leaves it to be tried again', 'die before the dot', 'deferred'],
    ['when the dot of a mail is written leaves it unknown, for good', 'die at the dot', 'unknown'],
  ])('that is killed %s', async (_, deed, state) => {
    const path = newPath();
    await once(startProcess(deed, path).child, 'close');
    for (let time = 0; time < 2; time += 1) {
      const ledger = await open(path);
      expect(await ledger.stateOf(mailTo('ann@example.com'))).toBe(state);
      ledger.close();
    }
  });

  it('that went down with the machine leaves a mail unknown whose dot was noted', async () => {
    const path = newPath();
    await once(startProcess('die before the dot', path).child, 'close');
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run("UPDATE entries SET boot = 'an earlier one'");
    connection.closeSync();
    instance.closeSync();
    const ledger = await open(path);
    expect(await ledger.stateOf(mailTo('ann@example.com'))).toBe('unknown');
    ledger.close();
  });

  it('that goes on with a mail which was left to be tried again can note its dot anew', async () => {
    const path = newPath();
    await once(startProcess('die before the dot', path).child, 'close');
    await once(startProcess('die at the dot', path).child, 'close');
    const ledger = await open(path);
    expect(await ledger.stateOf(mailTo('ann@example.com'))).toBe('unknown');
    ledger.close();
  });

  it('that is killed while it makes the ledger leaves none, or a whole one', async () => {
    const path = newPath();
    for (let round = 0; round < 5; round += 1) {
      const { child, said } = startProcess('make for ever', `${path}-${round}`);
      await expect.poll(() => said, patiently).toEqual(['makes']);
      await new Promise((resolve) => setTimeout(resolve, 30 + 17 * round));
      await kill(child);
      const made = readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}-${round}`));
      const whole = made.filter((name) => !/\.(?:wal|dots)$/.test(name));
      expect(whole.length).toBeGreaterThan(0);
      for (const name of whole) {
        const ledger = await open(join(dirname(path), name));
        expect(await ledger.stateOf(ann)).toBeUndefined();
        ledger.close();
      }
      const next = await open(join(dirname(path), `next-${round}`));
      next.close();
    }
  });

  it('makes the same ledger as others that do so at the same time', async () => {
    const path = newPath();
    const processes = Array.from({ length: 3 }, () => startProcess('note once', path).child);
    const ends = await Promise.all(processes.map((child) => once(child, 'close')));
    expect(ends.map(([status]) => status)).toEqual([0, 0, 0]);
    const ledger = await open(path);
    for (const { pid } of processes)
      expect(await ledger.stateOf(mailTo(`process${pid}@example.com`))).toBe('accepted');
    ledger.close();
    expect(readdirSync(dirname(path))).toEqual(['ledger.duckdb']);
  });
});

describe('reading', () => {
  it('tells states and figures, also of a process that was killed, and leaves all as it is', async () => {
    const path = newPath();
    const { child, said } = startProcess('hold', path);
    await expect.poll(() => said, patiently).toEqual(['held']);
    await kill(child);
    const before = readFileSync(path);
    const ledger = await read(path);
    expect(await ledger?.stateOf(mailTo('held@example.com'))).toBe('accepted');
    expect(await ledger?.lastFigures(mailTo('held@example.com'))).toBe('figures-1');
    await expect(ledger?.note(ann, 'intended')).rejects.toThrow(CannotWriteError);
    ledger?.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('a disk that is full', () => {
  /** A ledger's place on a disk of its own. */
  function pathOnDisk(): string {
    const folder = mkdtempSync(join(tmpdir(), 'email-live-report-full-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return join(folder, 'ledger.duckdb');
  }

  /**
   * Notes mails until that fails: files may not grow past so many blocks of 1024 bytes, so that writing one fails as on
   * a full disk. Gives what it said.
   */
  async function noteWithin(blocks: number, path: string) {
    const limit = `trap "" XFSZ; ulimit -f ${blocks}; exec "$@"`;
    const args = [
      '-c',
      limit,
      'bash',
      process.execPath,
      '--import',
      'tsx',
      ledgerProgram,
      'note for ever',
      path,
    ];
    const child = spawn('bash', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let error = '';
    const said: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      error += text;
    });
    await once(child, 'close');
    return { said, error };
  }

  it('leaves no ledger where there is no room to make one', async () => {
    const path = pathOnDisk();
    const { said, error } = await noteWithin(100, path);
    expect(error).toContain('the ledger of mails cannot be made');
    expect(said).toEqual([]);
    expect(readdirSync(dirname(path))).toEqual([]);
    (await open(path)).close();
  }, 60_000);

  it('is told of as what cannot be written', async () => {
    const path = pathOnDisk();
    (await open(path)).close();
    const { said, error } = await noteWithin(1200, path);
    expect(error).toContain('CannotWriteError');
    expect(error).toContain('the ledger of mails cannot be written');
    const ledger = await open(path);
    expect(said.length).toBeGreaterThan(100);
    for (const address of said) expect(await ledger.stateOf(mailTo(address))).toBe('accepted');
    ledger.close();
  }, 60_000);
});
