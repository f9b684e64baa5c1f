import { BadDataError } from '../../errors.ts';
import { badDocument, parseDocument } from '../../files/document.ts';
import { faultOf, inWords } from '../../files/fault.ts';
import { readText } from '../../files/read-text.ts';
import { PathConflict } from '../column-types.ts';
import { formats } from '../formats/index.ts';
import { type MappedFormat, mappedFormat } from './mapped-format.ts';
import { type Mapping, mappingSchema } from './mapping-file.ts';

const hint = 'see docs/mapping.md';

const unreadable = 'name a mapping file, JSON or YAML';

function checked(path: string, text: string): Mapping {
  const document = parseDocument(path, text);
  const result = mappingSchema.safeParse(document.value, { error: inWords });
  if (result.success) return result.data;
  throw badDocument(document, faultOf(result.error), hint, result.error);
}

/**
 * Reads a mapping file, YAML or JSON, as the format that it describes.
 * @throws NoInputError where it cannot be opened, BadDataError where it is no mapping: both name the file, the latter
 * the line and the key.
 */
export async function readMapping(path: string): Promise<MappedFormat> {
  const mapping = checked(path, await readText(path, { missing: unreadable, unreadable }));
  if (formats.some(({ id }) => id === mapping.id)) {
    throw new BadDataError(`${path}: id: ${mapping.id} is a format of its own`, 'choose another id');
  }
  try {
    return mappedFormat(mapping);
  } catch (error) {
    if (error instanceof PathConflict)
      throw new BadDataError(`${path}: columns: ${error.message}`, hint, error);
    throw error;
  }
}
