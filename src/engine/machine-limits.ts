import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { hasErrorCode } from '../errors.ts';

/** What an engine may take of this machine. */
export interface MachineLimits {
  readonly threads: number;
  readonly memoryBytes: number;
}

/** What is known of a machine, and of the container that this process may be in. */
export interface Machine {
  readonly processors: number;
  readonly memoryBytes: number;
  /** How many processors' time the container may take, a fraction maybe; null where there is no such limit. */
  readonly processorQuota: number | null;
}

const mebibyte = 1024 * 1024;
/** With what Node and what the engine does not count take beside it, the process stays below 1.5 GiB. */
const mostMemory = 640 * mebibyte;
const leastMemory = 128 * mebibyte;
/** Each has buffers of its own, which are taken from the same memory. */
const mostThreads = 8;

/** The engine's part: half of a small machine's memory, and as many threads as can run at a time. */
export function limitsOf({ processors, memoryBytes, processorQuota }: Machine): MachineLimits {
  const running = Math.min(processors, Math.ceil(processorQuota ?? processors), mostThreads);
  const half = Math.floor(memoryBytes / 2);
  return {
    threads: Math.max(1, running),
    memoryBytes: Math.max(leastMemory, Math.min(mostMemory, half)),
  };
}

/**
 * The processors that a control group may take by its text `quota period`, in microseconds, as `cpu.max` has it: null for `max`, or -1.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html
 */
export function processorQuotaOf(text: string): number | null {
  const [quota, period] = text.trim().split(/\s+/).map(Number);
  return quota === undefined || period === undefined || !(quota > 0) || !(period > 0) ? null : quota / period;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // Without such a file there is no such limit; a container may hide it.
    if (hasErrorCode(error, 'ENOENT', 'EACCES', 'ENOTDIR')) return undefined;
    throw error;
  }
}

function processorQuota(): number | null {
  const unified = textOf('/sys/fs/cgroup/cpu.max');
  if (unified !== undefined) return processorQuotaOf(unified);
  const quota = textOf('/sys/fs/cgroup/cpu/cpu.cfs_quota_us');
  const period = textOf('/sys/fs/cgroup/cpu/cpu.cfs_period_us');
  return processorQuotaOf(`${quota ?? ''} ${period ?? ''}`);
}

/** What the engine may take of the machine that this process runs on, within the limits of its container. */
export function machineLimits(): MachineLimits {
  return limitsOf({
    processors: availableParallelism(),
    // Without a limit Node gives nought or more than there is.
    memoryBytes: Math.min(totalmem(), process.constrainedMemory() || totalmem()),
    processorQuota: processorQuota(),
  });
}
