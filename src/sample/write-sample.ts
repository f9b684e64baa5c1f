import { createWriteStream, rmSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { CannotWriteError, hasErrorCode, UsageError } from '../errors.ts';
import { atExit } from '../files/at-exit.ts';
import { cannotWrite } from '../files/write-file.ts';
import { dumpPieces, type SampleDump } from './dump-text.ts';
import type { SampleFormat } from './format-names.ts';
import { sampleKindOf } from './formats.ts';

interface SampleOptions {
  readonly file: string;
  readonly recipients: number;
  readonly seed: number;
  readonly format: SampleFormat;
}

// Recipient numbers are made unique in 32 bits, and the proofs have numbers too.
const mostRecipients = 4_000_000_000;

/**
 * Writes a believable dump, compressed when the file's name ends in .gz: whole or not at all, in constant memory.
 * The same recipients, seed and format always give the same rows, byte for byte.
 * Gives how many events were written and how large the file is.
 */
export async function writeSample(options: SampleOptions): Promise<{ events: number; bytes: number }> {
  const { file, recipients, seed, format } = options;
  checkWholeNumber('--recipients', recipients, 1, mostRecipients);
  checkWholeNumber('--seed', seed, 0, Number.MAX_SAFE_INTEGER);
  checkName(file, sampleKindOf(format).header !== undefined);
  await checkReplaceable(file);
  const partial = `${file}.${process.pid}.partial`;
  const takeBack = atExit(() => rmSync(partial, { force: true }));
  try {
    const events = await streamTo(partial, file.endsWith('.gz'), {
      ...sampleKindOf(format),
      recipients,
      seed,
    });
    const { size } = await stat(partial);
    await rename(partial, file);
    return { events, bytes: size };
  } catch (error) {
    await removePartial(partial);
    throw cannotWrite(file, error);
  } finally {
    takeBack();
  }
}

function checkWholeNumber(option: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new UsageError(`${option} cannot be ${value}`, `give a whole number from ${least} to ${most}`);
}

/** A name that promises another container would mislead whoever reads the file. */
function checkName(file: string, isTable: boolean): void {
  const misleading = isTable ? /\.(ndjson|jsonl?|parquet|zst)(\.gz)?$/i : /\.(csv|parquet|zst)(\.gz)?$/i;
  if (!misleading.test(file)) return;
  const [what, name] = isTable ? ['CSV', '.csv or .csv.gz'] : ['NDJSON', '.ndjson or .ndjson.gz'];
  throw new UsageError(`${file}: a sample of this format is ${what}`, `name the file ${name}`);
}

/** A device or pipe is not written to but would be replaced by the renaming, for every program on the machine. */
async function checkReplaceable(file: string): Promise<void> {
  const found = await stat(file).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw cannotWrite(file, error);
  });
  if (found === undefined || found.isFile() || found.isDirectory()) return;
  throw new CannotWriteError(`${file}: is a device or pipe`, 'give the name of a file');
}

async function streamTo(path: string, compress: boolean, dump: SampleDump): Promise<number> {
  let events = 0;
  function* buffers() {
    for (const piece of dumpPieces(dump)) {
      events += piece.events;
      yield Buffer.from(piece.text);
    }
  }
  // Two pieces in waiting keep the disk busy; more would only fill the memory.
  const source = Readable.from(buffers(), { highWaterMark: 2 });
  const target = createWriteStream(path, { highWaterMark: 0x10_0000 });
  await (compress ? pipeline(source, createGzip(), target) : pipeline(source, target));
  return events;
}

/** Removes what was written so far; where even its folder is missing, nothing was. */
async function removePartial(partial: string): Promise<void> {
  try {
    await rm(partial, { force: true });
  } catch (error) {
    if (!hasErrorCode(error, 'ENOTDIR')) throw error;
  }
}
