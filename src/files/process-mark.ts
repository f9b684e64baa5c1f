import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { hasErrorCode } from '../errors.ts';

/** When a process was started, by the clock that its number counts on (proc(5)); undefined where nobody tells. */
function startOf(processId: number | 'self'): string | undefined {
  try {
    const fields = readFileSync(`/proc/${processId}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = Number(fields[19]);
    return Number.isSafeInteger(ticks) ? ticks.toString(36) : undefined;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'EACCES', 'EPERM', 'ESRCH')) return undefined;
    throw error;
  }
}

/** Where a process has its number: this boot of this machine and, in a container, this container. */
function here(): string {
  if (process.platform !== 'linux')
    return (
      hostname()
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '') || 'here'
    );
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8);
    const [numbers = ''] = /\d+/.exec(readlinkSync('/proc/self/ns/pid')) ?? [];
    return boot + Number(numbers).toString(36);
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT', 'EACCES', 'EPERM')) throw error;
    // Nobody else is at the same place, as far as anybody can tell.
    return Math.random().toString(36).slice(2);
  }
}

let mark: string | undefined;

/** Names this process among all that ever ran, here or in other containers: in the names of what must not outlive it. */
export function processMark(): string {
  mark ??= `${process.pid}-${startOf('self') ?? '0'}-${here()}`;
  return mark;
}

/** How a mark is recognised within a name. */
export const markPattern = String.raw`\d+-[a-z0-9]+-[a-z0-9]+`;

/** Whether the process of a mark still runs; null where it runs, if it does, in another container or on another machine. */
export function isRunning(mark: string): boolean | null {
  const [id = '', start, place] = mark.split('-');
  if (place !== processMark().split('-')[2]) return null;
  try {
    process.kill(Number(id), 0);
  } catch (error) {
    // Another user's process may run without our being allowed to call it.
    return !hasErrorCode(error, 'ESRCH');
  }
  // Its number may have gone to another process since.
  return start === (startOf(Number(id)) ?? start);
}
