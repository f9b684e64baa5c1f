import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliDecompress, createBrotliDecompress } from 'node:zlib';
import { hasErrorCode, TryAgainError } from '../errors.ts';
import { removeAbandoned } from '../files/abandoned.ts';
import { atExit } from '../files/at-exit.ts';
import { markPattern, processMark } from '../files/process-mark.ts';
import { readTar } from './tar.ts';

/**
 * Unpacks the package's archives (program, libraries, fonts) into a new folder. It is done beside and renamed, so that
 * neither a second process doing the same nor an interruption ever shows half a browser.
 */
export async function unpackChromium(archives: string, folder: string): Promise<void> {
  removeAbandoned(dirname(folder), (name) => markOf(name, folder));
  const staging = await mkdtemp(`${folder}${stagingMark}${processMark()}-`);
  const takeBack = atExit(() => rmSync(staging, { recursive: true, force: true }));
  try {
    await allEnded([
      unpackProgram(join(archives, 'chromium.br'), join(staging, 'chromium')),
      unpackArchive(join(archives, 'al2023.tar.br'), staging),
      unpackArchive(join(archives, 'fonts.tar.br'), staging),
    ]);
    await writeFile(join(staging, 'fonts.conf'), fontConfiguration(folder));
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (hasErrorCode(error, 'ENOSPC', 'EDQUOT')) {
      throw new TryAgainError(
        `no space left to unpack the browser into "${folder}"`,
        'free 250 MB there',
        error,
      );
    }
    // Somebody else was quicker; theirs is as good as ours.
    if (!hasErrorCode(error, 'ENOTEMPTY', 'EEXIST')) {
      throw error;
    }
  } finally {
    takeBack();
  }
}

/** Throws the first failure, but not before all have ended: one still at work would bring back what is removed then. */
async function allEnded(works: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(works)) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}

const stagingMark = '-unpacking-';

/** The mark of the process that is unpacking into a folder, or was; undefined for what is no such folder. */
function markOf(name: string, folder: string): string | undefined {
  const start = basename(folder) + stagingMark;
  return name.startsWith(start)
    ? (new RegExp(markPattern).exec(name.slice(start.length))?.[0] ?? '')
    : undefined;
}

async function unpackProgram(source: string, target: string): Promise<void> {
  await pipeline(
    createReadStream(source, { highWaterMark: 1 << 20 }),
    createBrotliDecompress({ chunkSize: 1 << 21 }),
    // Flushed, so that a power cut after the rename does not leave an empty program.
    createWriteStream(target, { mode: 0o700, flush: true }),
  );
}

async function unpackArchive(source: string, folder: string): Promise<void> {
  const archive = await promisify(brotliDecompress)(await readFile(source));
  for (const { name, content } of readTar(archive)) {
    const target = join(folder, name);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await writeFile(target, content, { flush: true });
  }
}

/** The system's fonts, if any, and the bundled ones, so that no text is ever without a font. */
function fontConfiguration(folder: string): string {
  const path = folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${path}/fonts</dir>
  <cachedir>${path}/font-cache</cachedir>
</fontconfig>
`;
}
