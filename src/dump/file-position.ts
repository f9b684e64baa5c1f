import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { resolve } from 'node:path';

const descriptors = '/proc/self/fd';

function positionOf(descriptor: string, path: string): number | null {
  try {
    if (readlinkSync(`${descriptors}/${descriptor}`) !== path) return null;
    const position = /^pos:\s*(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1];
    return position === undefined ? null : Number(position);
  } catch {
    // Closed meanwhile, as files are.
    return null;
  }
}

/**
 * How far this process has read a file that it reads from its start to its end, in bytes; of several readers the
 * slowest. Null where it does not read it, or the system (any but Linux) does not tell.
 */
export function filePosition(path: string): number | null {
  if (process.platform !== 'linux') return null;
  const whole = resolve(path);
  const positions = readdirSync(descriptors)
    .map((descriptor) => positionOf(descriptor, whole))
    .filter((position) => position !== null);
  return positions.length === 0 ? null : Math.min(...positions);
}
