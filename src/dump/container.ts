/** How a file's bytes are packed. */
export type Compression = 'none' | 'gzip' | 'zstd';

/** How a file's text holds its rows. */
export type Container = 'ndjson' | 'json-array' | 'csv' | 'parquet';

const magicNumbers: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

/** The compression that a file's first bytes tell of, whatever its name says. */
export function compressionOf(bytes: Uint8Array): Compression {
  // A zstd file may start with a skippable frame (RFC 8878, 3.1.2).
  if (((bytes[0] ?? 0) & 0xf0) === 0x50 && bytes[1] === 0x2a && bytes[2] === 0x4d && bytes[3] === 0x18)
    return 'zstd';
  const found = magicNumbers.find(([, magic]) => magic.every((byte, index) => bytes[index] === byte));
  return found?.[0] ?? 'none';
}

const parquetMagic = [0x50, 0x41, 0x52, 0x31];

/** The container of a decompressed head, or undefined where it is no text. */
export function containerOf(head: Uint8Array): Container | undefined {
  if (parquetMagic.every((byte, index) => head[index] === byte)) return 'parquet';
  if (head.includes(0)) return undefined;
  const text = new TextDecoder().decode(head);
  const replaced = text.split('\uFFFD').length - 1;
  // A cut or a stray byte here and there is a bad row; a file full of them is no text.
  if (replaced > 8 && replaced > text.length / 20) return undefined;
  const start = text.trimStart()[0];
  if (start === '[') return 'json-array';
  if (start === '{') return 'ndjson';
  return 'csv';
}
