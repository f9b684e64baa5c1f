import { resolve } from 'node:path';
import { sqlText } from './dialect.ts';

/** A path as the engine's readers take it: whole, and with the characters that would make a pattern of it disarmed. */
export function sqlPath(path: string): string {
  return sqlText(resolve(path).replace(/[*?[]/g, '[$&]'));
}
