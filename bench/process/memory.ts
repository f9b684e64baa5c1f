import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** A figure of /proc/<id>/status in KiB; undefined where the process is gone, or the system has no /proc. */
function statusOf(id: number, figure: 'VmHWM' | 'VmRSS'): number | undefined {
  const text = readOrNothing(`/proc/${id}/status`);
  const found = new RegExp(`^${figure}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The most resident memory that a process ever had, in MiB; null where the system does not tell. */
export function peakOf(id: number): number | null {
  const kibibytes = statusOf(id, 'VmHWM');
  return kibibytes === undefined ? null : kibibytes / 1024;
}

/** Lets the kernel forget the peak of a process that is ours, and keep a new one from now on. */
export function forgetPeak(id: number): void {
  // Of proc_pid_clear_refs(5).
  if (statusOf(id, 'VmHWM') !== undefined) writeFileSync(`/proc/${id}/clear_refs`, '5');
}

/** A process with everything it started, by their ids. */
function familyOf(id: number): readonly number[] {
  const children = threadsOf(id).flatMap((thread) =>
    readOrNothing(`/proc/${id}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return [id, ...children.flatMap(familyOf)];
}

function threadsOf(id: number): readonly string[] {
  try {
    return readdirSync(`/proc/${id}/task`);
  } catch {
    return [];
  }
}

/** Whose memory is looked at: the process's own, or besides that of it and all it started, a browser say. */
export type Whose = 'process' | 'family';

/** Looking at all threads of a browser takes time that the measured one would not have. */
const everyMilliseconds = { process: 20, family: 100 };

/** The most resident memory that was seen, in MiB; null where the system does not tell, or nobody asked. */
export interface Peaks {
  readonly process: number | null;
  readonly family: number | null;
}

/**
 * Looks at a process's resident memory until it is told to stop. Of the process the kernel keeps the peak itself, so that
 * nothing between two looks is missed; of its family the largest sum that was seen counts, shared pages in each of them.
 * @returns stops looking and gives the peaks.
 */
export function watchMemory(id: number, whose: Whose): () => Peaks {
  const most = { process: 0, family: 0 };
  const looks = {
    process: () => statusOf(id, 'VmHWM') ?? 0,
    family: () => familyOf(id).reduce((sum, member) => sum + (statusOf(member, 'VmRSS') ?? 0), 0),
  };
  const watch = (one: Whose): NodeJS.Timeout =>
    setInterval(() => {
      most[one] = Math.max(most[one], looks[one]());
    }, everyMilliseconds[one]);
  const timers = [watch('process'), ...(whose === 'family' ? [watch('family')] : [])];
  const inMebibytes = (kibibytes: number): number | null => (kibibytes === 0 ? null : kibibytes / 1024);
  return () => {
    for (const timer of timers) clearInterval(timer);
    return { process: inMebibytes(most.process), family: inMebibytes(most.family) };
  };
}
