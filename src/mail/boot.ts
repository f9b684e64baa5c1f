import { readFile } from 'node:fs/promises';
import { hasErrorCode } from '../errors.ts';

/**
 * What tells this run of the machine from those before: what a process wrote since, but did not wait for on its way to the
 * disk, is still there. Null where the system has no word for it (it is Linux's, proc(5)).
 */
export async function bootId(): Promise<string | null> {
  try {
    return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'EACCES', 'EPERM')) return null;
    throw error;
  }
}
