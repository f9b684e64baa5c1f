import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CannotWriteError, ExitStatus, TryAgainError } from '../../src/errors.ts';
import { type Ledger, type MailState, openLedger, readLedger } from '../../src/mail/ledger.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { mailTo } from './mail-to.ts';

const ann = mailTo('ann@example.com');
const program = fileURLToPath(new URL('./ledger-process.ts', import.meta.url));
const newPath = (): string => join(temporaryFolder(), 'ledger.duckdb');
const open = (path: string, patience = 0): Promise<Ledger> => openLedger(path, patience, () => undefined);
const read = (path: string, patience = 0): Promise<Ledger | undefined> =>
  readLedger(path, patience, () => undefined);

/** A process that does something with a ledger, and what it says. */
function start(deed: string, path: string): { readonly child: ChildProcess; readonly said: string[] } {
  const args = ['--import', 'tsx', program, deed, path];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  return { child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'close');
  child.kill('SIGKILL');
  await gone;
}

const patiently = { timeout: 20_000 };

describe('a mail', () => {
  it('that was never tried has no state', async () => {
    const ledger = await open(newPath());
    expect(await ledger.stateOf(ann)).toBeUndefined();
    ledger.close();
  });

  it('has the state that was noted last, and keeps it when the ledger is closed', async () => {
    const path = newPath();
    const states: readonly MailState[] = ['intended', 'dot', 'deferred', 'intended', 'dot', 'accepted'];
    for (const state of states) {
      const ledger = await open(path);
      await ledger.note(ann, state);
      expect(await ledger.stateOf(ann)).toBe(state);
      ledger.close();
      const again = await open(path);
      // A dot that was noted and not marked was never written.
      expect(await again.stateOf(ann)).toBe(state === 'dot' ? 'deferred' : state);
      again.close();
    }
  });

  it('is the same however its address is written', async () => {
    const ledger = await open(newPath());
    await ledger.note(ann, 'accepted');
    expect(await ledger.stateOf(mailTo('Ann@Example.COM'))).toBe('accepted');
    ledger.close();
  });

  it.each([
    { recipient: 'bob@example.com' },
    { report: 'daily' },
    { delivery: 'delivery-2' },
    { edition: '2026-11-23' },
    { kind: 'notice' as const },
  ])('is another with %o', async (difference) => {
    const ledger = await open(newPath());
    await ledger.note(ann, 'accepted');
    expect(await ledger.stateOf({ ...ann, ...difference })).toBeUndefined();
    ledger.close();
  });

  it('has the state that was asked for last, however many are noted at once', async () => {
    const ledger = await open(newPath());
    const states: readonly MailState[] = ['intended', 'dot', 'accepted'];
    const readers = Array.from({ length: 60 }, (_, number) => mailTo(`reader${number}@example.com`));
    await Promise.all(readers.flatMap((mail) => states.map((state) => ledger.note(mail, state))));
    const last = await Promise.all(readers.map((mail) => ledger.stateOf(mail)));
    expect(new Set(last)).toEqual(new Set(['accepted']));
    ledger.close();
  });
});

describe('the figures that somebody was last mailed', () => {
  it('are those that were accepted last, in whatever edition', async () => {
    const ledger = await open(newPath());
    expect(await ledger.lastFigures(ann)).toBeUndefined();
    await ledger.note({ ...ann, figures: 'first' }, 'accepted');
    await ledger.note({ ...ann, edition: '2026-11-23', figures: 'second' }, 'accepted');
    await ledger.note({ ...ann, edition: '2026-11-24', figures: 'third' }, 'dot');
    await ledger.note({ ...ann, edition: '2026-11-24', figures: 'third' }, 'refused');
    expect(await ledger.lastFigures({ ...ann, edition: '2026-11-25' })).toBe('second');
    ledger.close();
  });

  it.each([
    { recipient: 'bob@example.com' },
    { report: 'daily' },
    { delivery: 'delivery-2' },
    { kind: 'notice' as const },
  ])('are no others’: %o', async (difference) => {
    const ledger = await open(newPath());
    await ledger.note(ann, 'accepted');
    expect(await ledger.lastFigures({ ...ann, ...difference })).toBeUndefined();
    ledger.close();
  });
});

describe('the file', () => {
  it('holds no address, nor does what lies beside it', async () => {
    const path = newPath();
    const { child, said } = start('note for ever', path);
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

  it('is made with the folders that it needs, and nothing beside it', async () => {
    const path = join(temporaryFolder(), 'state', 'of', 'mails.duckdb');
    (await open(path)).close();
    expect(readdirSync(dirname(path))).toEqual(['mails.duckdb']);
  });

  it.each([
    ['no ledger at all', 'mail'.repeat(5000)],
    ['empty', ''],
  ])('is not touched where it is %s', async (_what, content) => {
    const path = temporaryFile('ledger.duckdb', content);
    await expect(open(path)).rejects.toThrow(CannotWriteError);
    await expect(open(path)).rejects.toMatchObject({ exitStatus: ExitStatus.cannotCreate });
    await expect(read(path)).rejects.toThrow(CannotWriteError);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('cannot be opened where its end is missing', async () => {
    const path = newPath();
    const ledger = await open(path);
    for (let number = 0; number < 50; number += 1) await ledger.note(ann, 'accepted');
    ledger.close();
    truncateSync(path, 5000);
    await expect(open(path)).rejects.toThrow(`${path}: the ledger of mails cannot be opened`);
  });

  it('cannot be opened where it is another database', async () => {
    const path = newPath();
    const instance = await DuckDBInstance.create(path);
    instance.closeSync();
    await expect(open(path)).rejects.toThrow(CannotWriteError);
    // Nor is it held for ever after.
    await expect(open(path)).rejects.toThrow(CannotWriteError);
  });

  it('cannot be made where a part of the path is a file', async () => {
    const path = join(temporaryFile('state', ''), 'ledger.duckdb');
    await expect(open(path)).rejects.toThrow(`${path}: cannot be written`);
  });

  it('cannot be opened where a folder stands in its place', async () => {
    const path = newPath();
    mkdirSync(path);
    await expect(open(path)).rejects.toThrow(CannotWriteError);
  });

  it('cannot be made in a folder that is not ours to write', async () => {
    const folder = '/proc/self';
    await expect(open(join(folder, 'ledger.duckdb'))).rejects.toThrow(CannotWriteError);
  });
});

describe('a process', () => {
  it('that holds the ledger keeps another out until its patience is over', async () => {
    const path = newPath();
    const { said } = start('hold', path);
    await expect.poll(() => said, patiently).toEqual(['held']);
    let waited = 0;
    const opening = openLedger(path, 200, () => {
      waited += 1;
    });
    await expect(opening).rejects.toThrow(TryAgainError);
    await expect(opening).rejects.toMatchObject({ exitStatus: ExitStatus.tryAgain });
    expect(waited).toBeGreaterThan(0);
    await expect(read(path)).rejects.toThrow(TryAgainError);
  });

  it('that is killed lets the next one in, which sees how far it had come', async () => {
    const path = newPath();
    const { child, said } = start('hold', path);
    await expect.poll(() => said, patiently).toEqual(['held']);
    let killed: Promise<void> | undefined;
    const ledger = await openLedger(path, 20_000, () => {
      killed ??= kill(child);
    });
    await killed;
    expect(await ledger.stateOf(mailTo('held@example.com'))).toBe('accepted');
    ledger.close();
  });

  it('that is killed has noted all that it said it had', async () => {
    const path = newPath();
    for (let round = 0; round < 3; round += 1) {
      const { child, said } = start('note for ever', path);
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
    await once(start(deed, path).child, 'close');
    for (let time = 0; time < 2; time += 1) {
      const ledger = await open(path);
      expect(await ledger.stateOf(mailTo('ann@example.com'))).toBe(state);
      ledger.close();
    }
  });

  it('that went down with the machine leaves a mail unknown whose dot was noted', async () => {
    const path = newPath();
    await once(start('die before the dot', path).child, 'close');
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
    await once(start('die before the dot', path).child, 'close');
    await once(start('die at the dot', path).child, 'close');
    const ledger = await open(path);
    expect(await ledger.stateOf(mailTo('ann@example.com'))).toBe('unknown');
    ledger.close();
  });

  it('that is killed while it makes the ledger leaves none, or a whole one', async () => {
    const path = newPath();
    for (let round = 0; round < 5; round += 1) {
      const { child, said } = start('make for ever', `${path}-${round}`);
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
    const processes = Array.from({ length: 3 }, () => start('note once', path).child);
    const ends = await Promise.all(processes.map((child) => once(child, 'close')));
    expect(ends.map(([status]) => status)).toEqual([0, 0, 0]);
    const ledger = await open(path);
    for (const { pid } of processes)
      expect(await ledger.stateOf(mailTo(`process${pid}@example.com`))).toBe('accepted');
    ledger.close();
    expect(readdirSync(dirname(path))).toEqual(['ledger.duckdb']);
  });

  it('cannot open it twice at once', async () => {
    const path = newPath();
    const ledger = await open(path);
    await expect(open(path)).rejects.toThrow(TryAgainError);
    await expect(read(path)).rejects.toThrow(TryAgainError);
    await ledger.note(ann, 'accepted');
    ledger.close();
    const again = await open(path);
    expect(await again.stateOf(ann)).toBe('accepted');
    again.close();
  });
});

describe('reading', () => {
  it('makes no ledger where there is none', async () => {
    const path = newPath();
    expect(await read(path)).toBeUndefined();
    expect(existsSync(path)).toBe(false);
  });

  it('tells states and figures, also of a process that was killed, and leaves all as it is', async () => {
    const path = newPath();
    const { child, said } = start('hold', path);
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
    const args = ['-c', limit, 'bash', process.execPath, '--import', 'tsx', program, 'note for ever', path];
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
