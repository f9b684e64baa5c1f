import type { ChooseFormat } from '../../dump/choose-format.ts';
import { requireUnchanged, stateOf } from '../../dump/file-state.ts';
import type { DumpFile } from '../../dump/find-files.ts';
import { needsOtherReader, withOtherReader } from '../../dump/reader.ts';
import { type DumpSource, describeSource } from '../../dump/source.ts';
import { type FoundFile, readAsWhole } from '../follow/file-changes.ts';
import { isFollowed, nextSlice, type Slice, tailSlice } from '../follow/slice.ts';
import type { LiveState } from './live-state.ts';
import { readRows } from './read-rows.ts';
import {
  addRows,
  type Description,
  descriptionOf,
  noRows,
  type ReadingChoices,
  type RememberedSource,
  sourceOf,
} from './remembered-source.ts';

/** About so much of a file is read at a time: then what was read is kept, come what may. */
const sliceBytes = 64 * 1024 * 1024;

/** What a file is, is told by so many of its first bytes. */
const headBytes = 256 * 1024;

/** How files are read. */
export interface FileReading extends ReadingChoices {
  readonly choose: ChooseFormat;
  /** Told how many bytes of which file were read. */
  readonly read: (file: string, bytes: number) => void;
}

/** What is remembered of a file as it is found. */
const asFound = ({ file, path, device, inode, size, modified }: FoundFile) => ({
  ...{ file, path, size },
  device: String(device),
  inode: String(inode),
  modified: String(modified),
});

async function described(state: LiveState, file: DumpFile, reading: FileReading): Promise<DumpSource> {
  const { keepQuery, redactDomains, keys } = reading;
  return { ...(await describeSource(state.engine, file, reading.choose)), keepQuery, redactDomains, keys };
}

/** Two descriptions that files are read alike by. */
const readsAlike = (one: Description, other: Description): boolean =>
  JSON.stringify({ ...one, because: '' }) === JSON.stringify({ ...other, because: '' });

/**
 * Reads a file that is new.
 * @throws BadDataError where it is no dump or cannot be read on, TryAgainError where it changes meanwhile
 */
export async function readNewFile(
  state: LiveState,
  found: FoundFile,
  reading: FileReading,
): Promise<RememberedSource> {
  const source = await described(state, found, reading);
  const remembered: RememberedSource = {
    ...asFound(found),
    source: state.nextSource,
    followed: isFollowed(source),
    readTo: 0,
    line: 1,
    marks: null,
    parts: [],
    description: descriptionOf(source),
    readOtherwise: false,
    whole: noRows,
    tail: null,
    unfinished: null,
  };
  return remembered.followed
    ? readOn(state, { ...remembered, size: 0 }, found, reading)
    : readWhole(state, remembered, found, source);
}

/** Reads a file that is no list of lines, and so is written as a whole. */
async function readWhole(
  state: LiveState,
  remembered: RememberedSource,
  found: FoundFile,
  source: DumpSource,
): Promise<RememberedSource> {
  const before = await stateOf(remembered);
  const readBy = async (reader: DumpSource): Promise<RememberedSource | null> =>
    readRows(state.engine, reader, async (read) => {
      const isOther = reader !== source;
      if (!isOther && read.counts.rejected > 0 && (await asksForOtherReader(state, source))) return null;
      const bytes = await readAsWhole(found);
      await requireUnchanged([before], ['parquet']);
      const whole = {
        ...remembered,
        readOtherwise: isOther,
        readTo: found.size,
        marks: bytes?.marks ?? null,
        parts: [...(bytes?.parts ?? [])],
        whole: read.counts,
        unfinished: read.unfinished ?? null,
      };
      await state.store(whole, read, read.rejects, false);
      return whole;
    });
  const readSource = (await readBy(source)) ?? (await readBy(withOtherReader(source)));
  if (readSource === null) throw new Error('a file is to be read otherwise twice');
  return readSource;
}

/** True where a source has rows that only the reader for anything can take. */
async function asksForOtherReader(state: LiveState, source: DumpSource): Promise<boolean> {
  const query = needsOtherReader(source);
  if (query === undefined) return false;
  const [answer] = await state.engine.query(query);
  return answer?.needed === true;
}

/** A followed file as it is read: from its own path, whatever was opened to look at it. */
function openedSource(state: LiveState, remembered: RememberedSource, reading: FileReading): DumpSource {
  const source = sourceOf(remembered, state.formatOf(remembered.description.format), reading);
  return remembered.readOtherwise ? withOtherReader(source) : source;
}

/** A file is to be read from its start, in another way. */
class ReadOtherwise extends Error {}

/**
 * Reads on in a file that has grown, from where it was read before. One that turns out to be something else than its
 * first rows said, or of whose rows only another reader can take all, is read from its start.
 * @returns what is remembered of it now
 * @throws BadDataError where it cannot be read on
 */
export async function readOn(
  state: LiveState,
  known: RememberedSource,
  found: FoundFile,
  reading: FileReading,
): Promise<RememberedSource> {
  // Until all is read, its size is remembered as what was read: should this end before, the rest is new at the next look.
  let remembered = await state.takeBackTail({ ...known, ...asFound(found), size: known.readTo });
  if (known.readTo < headBytes) {
    const description = descriptionOf(await described(state, remembered, reading));
    if (!readsAlike(description, remembered.description))
      remembered = await fromStart(state, remembered, { description, readOtherwise: false });
  }
  try {
    return await readToEnd(state, remembered, found.size, reading);
  } catch (error) {
    if (!(error instanceof ReadOtherwise)) throw error;
    const anew = await fromStart(state, remembered, { readOtherwise: true });
    return readToEnd(state, anew, found.size, reading);
  }
}

/** Notes that a file is called otherwise, or was touched. */
export async function noteFound(state: LiveState, known: RememberedSource, found: FoundFile): Promise<void> {
  const now = { ...known, ...asFound(found) };
  if (JSON.stringify(now) !== JSON.stringify(known)) await state.noteSource(now);
}

/** Forgets what was read of a file; it is a new source, in the place of the old. */
async function fromStart(
  state: LiveState,
  remembered: RememberedSource,
  changed: Partial<Pick<RememberedSource, 'description' | 'readOtherwise'>>,
): Promise<RememberedSource> {
  await state.forget(remembered);
  return {
    ...remembered,
    ...changed,
    source: state.nextSource,
    ...{ size: 0, readTo: 0, line: 1, marks: null, parts: [] },
    ...{ whole: noRows, tail: null, unfinished: null },
  };
}

async function readToEnd(
  state: LiveState,
  known: RememberedSource,
  end: number,
  reading: FileReading,
): Promise<RememberedSource> {
  let remembered = known;
  const reach = (most: number) => ({
    ...{ end, marks: remembered.marks, parts: remembered.parts, most },
    temporaryFolder: state.engine.temporaryFolder,
  });
  const place = () => ({ byte: remembered.readTo, line: remembered.line });
  for (;;) {
    const source = openedSource(state, remembered, reading);
    const slice = await nextSlice(source, place(), reach(sliceBytes));
    if (slice === null) break;
    remembered = await storeSlice(state, remembered, source, slice, reading, false);
  }
  const source = openedSource(state, remembered, reading);
  const tail = await tailSlice(source, place(), reach(0));
  const whole = { ...remembered, size: end };
  if (tail !== null) return storeSlice(state, whole, source, tail, reading, true);
  await state.noteSource(whole);
  return whole;
}

async function storeSlice(
  state: LiveState,
  remembered: RememberedSource,
  source: DumpSource,
  slice: Slice,
  reading: FileReading,
  isTail: boolean,
): Promise<RememberedSource> {
  try {
    return await readRows(state.engine, slice.source, async (read) => {
      const rejected = remembered.whole.rejected + read.counts.rejected;
      if (rejected > 0 && !remembered.readOtherwise) {
        // What was read before had no rejected row, and so nobody looked whether another reader would take more of it.
        const asked = remembered.whole.rejected === 0 ? source : slice.source;
        if (await asksForOtherReader(state, asked)) throw new ReadOtherwise();
      }
      const unfinished = read.unfinished === undefined ? null : slice.lineInFile(read.unfinished);
      const next: RememberedSource = isTail
        ? { ...remembered, tail: { ...read.counts, firstRow: state.nextRow }, unfinished }
        : {
            ...remembered,
            size: slice.to.byte,
            readTo: slice.to.byte,
            line: slice.to.line,
            marks: slice.marks,
            parts: [...slice.parts],
            whole: addRows(remembered.whole, read.counts),
            unfinished: null,
          };
      const rejects = read.rejects.map((reject) => ({ ...reject, line: slice.lineInFile(reject.line) }));
      await state.store(next, read, rejects, isTail);
      reading.read(remembered.file, next.readTo);
      return next;
    });
  } finally {
    await slice.remove();
  }
}
