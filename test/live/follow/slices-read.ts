import { stat } from 'node:fs/promises';
import { chooseFormats } from '../../../src/dump/choose-format.ts';
import { dumpRows } from '../../../src/dump/dump-rows.ts';
import { formats } from '../../../src/dump/formats/index.ts';
import { passingKeys } from '../../../src/dump/keys.ts';
import { type LoadedDump, loadDump } from '../../../src/dump/load.ts';
import { type LoadedSource, loadAgain, loadSource } from '../../../src/dump/load-source.ts';
import { Reading } from '../../../src/dump/reading.ts';
import { findRejects, type Reject } from '../../../src/dump/rejects.ts';
import { type DumpSource, describeSource } from '../../../src/dump/source.ts';
import { openDuckDB } from '../../../src/engine/duckdb.ts';
import type { Engine, QueryRow } from '../../../src/engine/engine.ts';
import { nextSlice, type Slice, startOfFile, tailSlice } from '../../../src/live/follow/slice.ts';

/** All that is known of a file that was read. */
export interface WasRead {
  readonly rows: readonly QueryRow[];
  readonly undecoded: number;
  readonly rejects: readonly Reject[];
  readonly unfinished: readonly (number | null)[];
}

const withEngine = async <Result>(work: (engine: Engine) => Promise<Result>): Promise<Result> => {
  const engine = await openDuckDB();
  // As small dumps are read.
  await engine.prepareFor(0);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
};

async function described(engine: Engine, file: string): Promise<DumpSource> {
  const { choose } = await chooseFormats([], undefined, formats);
  return describeSource(engine, { file, path: file }, choose);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, more) => total + more, 0);

/** Event ids are keyed alike in both, so that rows can be compared as they are. */
const rowsOf = (engine: Engine): Promise<readonly QueryRow[]> =>
  engine.query(`SELECT * EXCLUDE (source) FROM ${dumpRows} ORDER BY rowid`);

/** Reads a file as `render` does. */
export const readWhole = (file: string): Promise<WasRead> =>
  withEngine(async (engine) => {
    const loaded = await loadDump(engine, [await described(engine, file)]);
    const dump = { ...loaded, files: [], keys: passingKeys };
    return {
      rows: await rowsOf(engine),
      undecoded: sum(loaded.undecoded),
      rejects: await findRejects(engine, dump),
      unfinished: loaded.unfinished.map(({ line }) => line),
    };
  });

async function slicesOf(engine: Engine, file: string, sizes: readonly number[]): Promise<readonly Slice[]> {
  const source = { ...(await described(engine, file)), path: file };
  const reach = { end: (await stat(file)).size, temporaryFolder: engine.temporaryFolder };
  const slices: Slice[] = [];
  let from = startOfFile;
  for (let number = 0; ; number += 1) {
    const { marks = null, parts = [] } = slices.at(-1) ?? {};
    const most = sizes[number % sizes.length] ?? 1;
    const slice = await nextSlice(source, from, { ...reach, marks, parts, most });
    if (slice === null) {
      const tail = await tailSlice(source, from, { ...reach, marks, parts });
      return tail === null ? slices : [...slices, tail];
    }
    slices.push(slice);
    from = slice.to;
  }
}

/** Reads a file slice by slice, of these sizes in bytes in turn, and its tail. */
export const readInSlices = (file: string, sizes: readonly number[]): Promise<WasRead> =>
  withEngine(async (engine) => {
    const slices = await slicesOf(engine, file, sizes);
    await loadDump(engine, []);
    const loaded: LoadedSource[] = [];
    for (const [number, { source }] of slices.entries()) {
      const read = await loadSource(engine, source, number);
      loaded.push(await loadAgain(engine, read, number, new Reading(engine, [])));
    }
    const rejects: Reject[] = [];
    for (const [number, slice] of slices.entries()) {
      const found = await findRejects(engine, await dumpOf(engine, loaded, number));
      rejects.push(...found.map((reject) => ({ ...reject, line: slice.lineInFile(reject.line) })));
    }
    return {
      rows: await rowsOf(engine),
      undecoded: sum(loaded.map(({ undecoded }) => undecoded)),
      rejects,
      unfinished: loaded.flatMap(({ unfinished }, number) =>
        unfinished === undefined ? [] : (slices[number]?.lineInFile(unfinished.line ?? 0) ?? null),
      ),
    };
  });

/** The dump that is one slice, of which all rows are looked through for those that are rejected. */
async function dumpOf(engine: Engine, loaded: readonly LoadedSource[], number: number): Promise<LoadedDump> {
  const [counts] = await engine.query(`SELECT count(*) AS rows FROM ${dumpRows} WHERE source = ${number}`);
  const isThis = (_: LoadedSource, index: number): boolean => index === number;
  return {
    sources: loaded.map(({ source }) => source),
    files: [],
    keys: passingKeys,
    read: 0,
    rejected: loaded.map((each, index) => (isThis(each, index) ? 1 : 0)),
    rows: loaded.map(() => Number(counts?.rows)),
    undecoded: loaded.map(({ undecoded }) => undecoded),
    unfinished: [],
    impliesSends: [],
  };
}
