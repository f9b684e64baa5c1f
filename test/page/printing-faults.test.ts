import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPdfPrinter, type PdfPrinter, type PrintOptions } from '../../src/render/pdf.ts';

const isBundledPlatform = process.platform === 'linux' && process.arch === 'x64';
const options: PrintOptions = { page: 'A4', title: 'A title', pageLabel: '{page}' };

/** What waits for a browser that answers no more: much shorter than in life, and much longer than a print takes. */
const impatient: PrintOptions = { ...options, timeoutMilliseconds: 6000 };

let profiles: string;
const outside = process.env.TMPDIR;

beforeAll(() => {
  profiles = mkdtempSync(join(tmpdir(), 'printing-faults-'));
  process.env.TMPDIR = profiles;
});

afterAll(() => {
  if (outside === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = outside;
  rmSync(profiles, { recursive: true, force: true });
});

interface BrowserPart {
  readonly id: number;
  /** `browser` for the process that is started, `renderer` for one that draws a page, and others. */
  readonly kind: string;
}

/** Each browser is the leader of a process group; what it starts stays in it. */
const groups = new Set<number>();

function partOf(id: number): (BrowserPart & { readonly group: number }) | undefined {
  try {
    const words = readFileSync(`/proc/${id}/cmdline`, 'utf8');
    if (words.includes(`--user-data-dir=${profiles}/`) && !words.includes('--type=')) groups.add(id);
    const [state, , group] = readFileSync(`/proc/${id}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    // One that has ended is there until somebody has asked how.
    if (state === 'Z' || state === 'X') return undefined;
    return { id, kind: /--type=([a-z-]+)/.exec(words)?.[1] ?? 'browser', group: Number(group) };
  } catch {
    return undefined;
  }
}

/** The processes of browsers that have, or had, their profile in our folder. */
function browserParts(): readonly BrowserPart[] {
  const parts = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => partOf(Number(id)) ?? []);
  return parts.filter(({ group }) => groups.has(group));
}

function signal(name: NodeJS.Signals, kind: string): number {
  const parts = browserParts().filter((part) => part.kind === kind);
  for (const { id } of parts) {
    try {
      process.kill(id, name);
    } catch {
      // It was quicker.
    }
  }
  return parts.length;
}

const page = (text: string): string =>
  `<!doctype html><html lang="en"><title>T</title><body>${`<p>${text}</p>`.repeat(600)}</body></html>`;

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-';

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Moments that are the same in each run of the test. */
function momentsOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const rounds = Number(process.env.PRINTING_FAULT_ROUNDS ?? 8);

describe.runIf(isBundledPlatform)('a browser that is killed', () => {
  let printer: PdfPrinter;
  const noted: string[] = [];

  beforeEach(async () => {
    noted.length = 0;
    printer = await openPdfPrinter({ browserPath: 'bundled', note: (line) => noted.push(line) });
  });

  afterEach(async () => {
    await printer.close();
    expect(browserParts()).toEqual([]);
    expect(readdirSync(profiles)).toEqual([]);
  });

  it.each(['browser', 'renderer'])(
    'at any moment of a print, its %s, loses no page',
    async (kind) => {
      const moment = momentsOf(kind.length);
      for (let round = 0; round < rounds; round += 1) {
        const prints = Array.from({ length: 3 }, (_, index) =>
          printer.print(page(`round ${round} number ${index}`), options),
        );
        const printed = Promise.all(prints);
        await pause(moment() * 400);
        signal('SIGKILL', kind);
        expect((await printed).every(isPdf), noted.join('\n')).toBe(true);
        // The kill may have come when all was printed: then this is the page that meets a dead browser.
        expect(isPdf(await printer.print(page(`after round ${round}`), options))).toBe(true);
      }
    },
    120_000,
  );

  it('again and again fails each page twice, in the end, and prints once it is left alone', async () => {
    let killing = true;
    const kill = async (): Promise<void> => {
      while (killing) {
        signal('SIGKILL', 'browser');
        await pause(20);
      }
    };
    const killer = kill();
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map((n) => printer.print(page(`number ${n}`), options)),
    );
    killing = false;
    await killer;
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ reason: { name: 'UnavailableError' } });
    }
    expect(isPdf(await printer.print(page('alone'), options))).toBe(true);
  }, 120_000);
});

describe.runIf(isBundledPlatform)('a browser that hangs', () => {
  let printer: PdfPrinter;

  beforeEach(async () => {
    printer = await openPdfPrinter({ browserPath: 'bundled', note: () => {} });
  });

  afterEach(async () => {
    await printer.close();
    expect(browserParts()).toEqual([]);
    expect(readdirSync(profiles)).toEqual([]);
  });

  it.each(['browser', 'renderer'])(
    'while it prints, for its %s stands still, is given up, and the next page is printed by another',
    async (kind) => {
      await printer.print(page('warm'), options);
      expect(signal('SIGSTOP', kind)).toBeGreaterThan(0);
      await expect(printer.print(page('stuck'), impatient)).rejects.toMatchObject({
        name: 'UnavailableError',
        message: 'the browser did not print the PDF within 6 s',
      });
      expect(isPdf(await printer.print(page('next'), options))).toBe(true);
    },
    120_000,
  );

  it('when it is to end is ended by force', async () => {
    await printer.print(page('warm'), options);
    expect(signal('SIGSTOP', 'browser')).toBe(1);
    await printer.close();
  }, 60_000);

  it('when it is to end, for all of its processes stand still, is ended by force', async () => {
    await printer.print(page('warm'), options);
    for (const { id } of browserParts()) process.kill(id, 'SIGSTOP');
    await printer.close();
  }, 60_000);
});

it.runIf(isBundledPlatform)('has a profile that nobody else may enter', async () => {
  const printer = await openPdfPrinter({ browserPath: 'bundled', note: () => {} });
  const [profile, ...others] = readdirSync(profiles);
  expect(others).toEqual([]);
  expect(statSync(join(profiles, profile ?? '')).mode & 0o777).toBe(0o700);
  await printer.close();
});
