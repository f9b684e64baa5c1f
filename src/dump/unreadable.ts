import { BadDataError, CommandError } from '../errors.ts';
import { cannotRead } from './cannot-read.ts';
import type { DumpSource } from './source.ts';

/** That a row has more bytes than any row of a mail log. */
export const rowTooLong = ({ file }: DumpSource, cause?: unknown): BadDataError =>
  new BadDataError(`${file}: a row is longer than 16 MiB`, 'take it out, and export the dump again', cause);

/** What the engine or the system says of a file that cannot be read on, in our words. */
export function explained(source: DumpSource, error: unknown): unknown {
  if (error instanceof CommandError || !(error instanceof Error)) return error;
  if ('syscall' in error) return cannotRead(source.file, error);
  if (source.container === 'json-array' && /Malformed JSON/i.test(error.message)) {
    const cut = /unexpected end/i.test(error.message);
    return new BadDataError(
      `${source.file}: the JSON array ${cut ? 'is cut in the middle' : 'is malformed'}`,
      'export the dump again, or as one object per line, where a bad row harms no other',
      error,
    );
  }
  if (error.message.includes('maximum_object_size')) return rowTooLong(source, error);
  return new BadDataError(
    `${source.file}: cannot be read as ${source.container}`,
    'export the dump again',
    error,
  );
}
