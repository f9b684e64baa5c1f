import { readdirSync, readFileSync } from 'node:fs';

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

/** Whose memory counts: the process's own, or that of all it started (a browser) with it, added up at each look. */
export type Whose = 'process' | 'family';

/** Looking at all threads of a browser takes time that the measured one would not have. */
const everyMilliseconds: Record<Whose, number> = { process: 20, family: 100 };

/**
 * Looks at a process's resident memory until it is told to stop. Of a single process the kernel keeps the peak itself, so
 * that nothing between two looks is missed; of a family the largest sum that was seen counts, shared pages in each of them.
 * @returns stops looking and gives the peak in MiB; null where the system does not tell.
 */
export function watchMemory(id: number, whose: Whose): () => number | null {
  let peak = 0;
  const look = (): void => {
    const now =
      whose === 'process'
        ? statusOf(id, 'VmHWM')
        : familyOf(id).reduce((sum, member) => sum + (statusOf(member, 'VmRSS') ?? 0), 0);
    peak = Math.max(peak, now ?? 0);
  };
  const timer = setInterval(look, everyMilliseconds[whose]);
  return () => {
    clearInterval(timer);
    return peak === 0 ? null : peak / 1024;
  };
}
