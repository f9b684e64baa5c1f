const blockSize = 512;

/** A file in a tar archive; its name is relative, with no way out of the folder it is unpacked into. */
export interface TarFile {
  name: string;
  content: Uint8Array;
}

/**
 * The regular files of a plain (ustar) tar archive. Enough for the small archives inside the bundled Chromium's package:
 * anything else in one (links, long names) is refused rather than guessed at.
 */
export function readTar(archive: Uint8Array): TarFile[] {
  const files: TarFile[] = [];
  let offset = 0;
  while (offset + blockSize <= archive.length && archive[offset] !== 0) {
    const header = archive.subarray(offset, offset + blockSize);
    const name = text(header, 0, 100);
    const type = text(header, 156, 1);
    const size = Number.parseInt(text(header, 124, 12).trim(), 8);
    const start = offset + blockSize;
    if (!isPlain(name) || !['', '0', '5'].includes(type) || !(start + size <= archive.length)) {
      throw new Error(
        `unexpected entry in a tar archive: ${JSON.stringify(name)}, type ${JSON.stringify(type)}`,
      );
    }
    if (type !== '5') {
      files.push({ name, content: archive.subarray(start, start + size) });
    }
    offset = start + Math.ceil(size / blockSize) * blockSize;
  }
  return files;
}

function text(header: Uint8Array, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString('latin1');
}

function isPlain(name: string): boolean {
  return /^[\w.][\w.+/-]*$/.test(name) && !name.split('/').includes('..');
}
