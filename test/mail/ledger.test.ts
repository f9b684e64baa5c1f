import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CannotWriteError, ExitStatus, TryAgainError } from '../../src/errors.ts';
import { type Ledger, type MailState, openLedger, readLedger } from '../../src/mail/ledger.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { mailTo } from './mail-to.ts';
import { kill, startProcess } from './start-process.ts';

const ann = mailTo('ann@example.com');
const newPath = (): string => join(temporaryFolder(), 'ledger.duckdb');
const open = (path: string, patience = 0): Promise<Ledger> => openLedger(path, patience, () => undefined);
const read = (path: string, patience = 0): Promise<Ledger | undefined> =>
  readLedger(path, patience, () => undefined);

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

describe('a dot', () => {
  it('is marked only after it was noted, and once', async () => {
    const ledger = await open(newPath());
    expect(() => ledger.markDot(ann)).toThrow('a dot is marked that was not noted');
    await ledger.note(ann, 'dot');
    ledger.markDot(ann);
    await ledger.note(ann, 'accepted');
    expect(() => ledger.markDot(ann)).toThrow('a dot is marked that was not noted');
    ledger.close();
  });

  it('is not written where its mark cannot be', async () => {
    const ledger = await open(newPath());
    await ledger.note(ann, 'dot');
    ledger.close();
    expect(() => ledger.markDot(ann)).toThrow(CannotWriteError);
  });

  it('leaves its mail unknown where it was marked and nothing came after, each mail by itself', async () => {
    const path = newPath();
    const [bob, cleo] = [mailTo('bob@example.com'), mailTo('cleo@example.com')];
    const ledger = await open(path);
    for (const mail of [ann, bob, cleo]) await ledger.note(mail, 'dot');
    ledger.markDot(bob);
    ledger.markDot(cleo);
    await ledger.note(cleo, 'deferred');
    ledger.close();
    const next = await open(path);
    expect(await Promise.all([ann, bob, cleo].map((mail) => next.stateOf(mail)))).toEqual([
      'deferred',
      'unknown',
      'deferred',
    ]);
    next.close();
    expect(readdirSync(dirname(path))).toEqual(['ledger.duckdb']);
  });

  it('leaves its mail unknown where the machine went down since, and the mark with it', async () => {
    const path = newPath();
    const ledger = await open(path);
    await ledger.note(ann, 'dot');
    ledger.close();
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run("UPDATE entries SET boot = 'an earlier one'");
    connection.closeSync();
    instance.closeSync();
    const next = await open(path);
    expect(await next.stateOf(ann)).toBe('unknown');
    next.close();
  });

  it('is not taken for a later one of the same number in a ledger that was begun anew', async () => {
    const path = newPath();
    const ledger = await open(path);
    await ledger.note(ann, 'dot');
    ledger.markDot(ann);
    ledger.close();
    (await open(path)).close();
    rmSync(path);
    const anew = await open(path);
    await anew.note(ann, 'dot');
    anew.close();
    const next = await open(path);
    expect(await next.stateOf(ann)).toBe('deferred');
    next.close();
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
    await expect(open(path)).rejects.toMatchObject({
      message: `${path}: the ledger of mails cannot be opened`,
      hint: 'mend or move it away; without it nobody knows who was mailed what',
    });
  });

  it('cannot be opened where it is another database', async () => {
    const path = newPath();
    const instance = await DuckDBInstance.create(path);
    instance.closeSync();
    await expect(open(path)).rejects.toThrow(`${path}: the ledger of mails cannot be opened`);
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
    const opening = open(join(folder, 'ledger.duckdb'));
    await expect(opening).rejects.toThrow(CannotWriteError);
    await expect(opening).rejects.toMatchObject({
      message: '/proc/self/ledger.duckdb: the ledger of mails cannot be made',
      hint: 'choose another place',
    });
  });
});

describe('reading', () => {
  it('makes no ledger where there is none', async () => {
    const path = newPath();
    expect(await read(path)).toBeUndefined();
    expect(existsSync(path)).toBe(false);
  });

  it('tells states and figures, and writes nothing', async () => {
    const path = newPath();
    const writing = await open(path);
    await writing.note(ann, 'accepted');
    await writing.note(mailTo('bob@example.com'), 'dot');
    writing.close();
    const before = readFileSync(path);
    const ledger = await read(path);
    expect(await ledger?.stateOf(ann)).toBe('accepted');
    expect(await ledger?.stateOf(mailTo('bob@example.com'))).toBe('dot');
    expect(await ledger?.lastFigures(ann)).toBe('figures-1');
    const noting = ledger?.note(ann, 'dot');
    await expect(noting).rejects.toThrow(CannotWriteError);
    await expect(noting).rejects.toMatchObject({
      message: `${path}: the ledger of mails cannot be written`,
      hint: 'see that there is room on its disk; the mail that could not be noted is not tried any further',
    });
    ledger?.close();
    expect(readFileSync(path).equals(before)).toBe(true);
    // What reads it has no part in what was left open.
    expect(existsSync(`${path}.dots`)).toBe(true);
  });
});

describe('a ledger that is open', () => {
  it('is the same for all who made it at the same time, and nothing of theirs is left beside it', async () => {
    const path = newPath();
    const readers = ['ann', 'bob', 'cleo'].map((name) => mailTo(`${name}@example.com`));
    await Promise.all(
      readers.map(async (mail) => {
        const ledger = await open(path, 60_000);
        await ledger.note(mail, 'accepted');
        ledger.close();
      }),
    );
    const ledger = await open(path);
    for (const mail of readers) expect(await ledger.stateOf(mail)).toBe('accepted');
    ledger.close();
    expect(readdirSync(dirname(path))).toEqual(['ledger.duckdb']);
  });

  it('is let go of where its marks cannot be read', async () => {
    const path = newPath();
    (await open(path)).close();
    mkdirSync(`${path}.dots`);
    await expect(open(path)).rejects.toThrow(`${path}: the ledger of mails cannot be written`);
    rmSync(`${path}.dots`, { recursive: true });
    (await open(path)).close();
  });

  it('lets the next one in when it is closed', async () => {
    const path = newPath();
    const ledger = await open(path);
    await ledger.note(ann, 'accepted');
    const next = await openLedger(path, 60_000, () => ledger.close());
    expect(await next.stateOf(ann)).toBe('accepted');
    next.close();
  });

  it('is asked for again after 50 ms, then ever more seldom, and once a second at last', async () => {
    const path = newPath();
    const ledger = await open(path);
    onTestFinished(() => {
      vi.unstubAllGlobals();
      vi.restoreAllMocks();
      ledger.close();
    });
    let now = 1000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const pauses: number[] = [];
    vi.stubGlobal('setTimeout', (done: () => void, pause: number) => {
      pauses.push(pause);
      now += pause;
      setImmediate(done);
    });
    const waiting = vi.fn();
    const opening = openLedger(path, 4550, waiting);
    await expect(opening).rejects.toThrow(`${path}: another run still holds the ledger of mails`);
    await expect(opening).rejects.toMatchObject({
      exitStatus: ExitStatus.tryAgain,
      hint: 'try again when it has ended',
    });
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1000, 1000, 1000]);
    expect(waiting).toHaveBeenCalledTimes(8);
  });

  it('cannot be opened a second time by the same process', async () => {
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

describe('another process', () => {
  it('that holds the ledger keeps another out until its patience is over', async () => {
    const path = newPath();
    const { said } = startProcess('hold', path);
    await expect.poll(() => said, { timeout: 20_000 }).toEqual(['held']);
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
    const { child, said } = startProcess('hold', path);
    await expect.poll(() => said, { timeout: 20_000 }).toEqual(['held']);
    let killed: Promise<void> | undefined;
    const ledger = await openLedger(path, 20_000, () => {
      killed ??= kill(child);
    });
    await killed;
    expect(await ledger.stateOf(mailTo('held@example.com'))).toBe('accepted');
    ledger.close();
  });
});
