import { existsSync, readFileSync } from 'node:fs';

/** A tick of the kernel's clock; 100 to a second on every Linux that Node runs on. */
const millisecondsOfTick = 10;

/** CPU time in milliseconds of all processes that this one started and that have ended; null where the system does not tell. */
export function endedProcessorTime(): number | null {
  if (!existsSync('/proc/self/stat')) return null;
  // The name in parentheses may hold spaces; cutime and cstime are the 16th and 17th fields (proc_pid_stat(5)).
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) * millisecondsOfTick;
}
