import { existsSync, readFileSync } from 'node:fs';

/** A tick of the kernel's clock; 100 to a second on every Linux that Node runs on. */
const millisecondsOfTick = 10;

/** Two of a process's times in ticks, by the number of the first among the fields of proc_pid_stat(5), added up in milliseconds. */
function timesOf(id: number | 'self', field: number): number | null {
  const file = `/proc/${id}/stat`;
  if (!existsSync(file)) return null;
  // The second field, a name in parentheses, may hold spaces.
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[field - 3]) + Number(fields[field - 2])) * millisecondsOfTick;
}

/** CPU time in milliseconds of all processes that this one started and that have ended; null where the system does not tell. */
export const endedProcessorTime = (): number | null => timesOf('self', 16);

/** CPU time in milliseconds of a process so far; null where the system does not tell, or it is gone. */
export const processorTimeOf = (id: number): number | null => timesOf(id, 14);
