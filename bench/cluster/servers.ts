import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { Cluster } from '../../test/support/cluster/cluster.ts';
import { forgetPeak, peakOf } from '../process/memory.ts';
import { processorTimeOf } from '../process/processor-time.ts';

function commandOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** The processes of the servers that run now. */
const idsOf = ({ folder }: Cluster): readonly number[] =>
  readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id) && commandOf(id).includes(`--config-file=${folder}/`))
    .map(Number);

const sumOf = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

/** CPU time of all servers since they were started, in milliseconds. */
export const serversProcessor = (cluster: Cluster): number => sumOf(idsOf(cluster).map(processorTimeOf));

/** The most memory that each server had since its peak was forgotten, added up, in MiB. */
export const serversPeak = (cluster: Cluster): number => sumOf(idsOf(cluster).map(peakOf));

export function forgetServersPeak(cluster: Cluster): void {
  for (const id of idsOf(cluster)) forgetPeak(id);
}

/** Bytes of each call between the servers that is open now, by its ports: they are kept open. Null where there is no ss. */
function callsBetween({ shards }: Cluster): ReadonlyMap<string, number> | null {
  const called = shards.map(({ tcpPort }) => `sport = :${tcpPort}`).join(' or ');
  let told: string;
  try {
    told = execFileSync('ss', ['-tinOH', 'state', 'established', `( ${called} )`], { encoding: 'utf8' });
  } catch {
    return null;
  }
  const calls = told.split('\n').filter((line) => line !== '');
  return new Map(
    calls.map((line) => {
      const bytes = (name: string): number =>
        Number(new RegExp(` bytes_${name}:(\\d+)`).exec(line)?.[1] ?? 0);
      return [/\S+:\d+ +\S+:\d+/.exec(line)?.[0] ?? line, bytes('sent') + bytes('received')];
    }),
  );
}

/**
 * Begins to count what goes between the servers, both ways.
 * @returns gives the bytes since then, without those of calls that are closed again; null where the system does not tell
 */
export function countBetween(cluster: Cluster): () => number | null {
  const before = callsBetween(cluster);
  return () => {
    const after = callsBetween(cluster);
    if (before === null || after === null) return null;
    return sumOf([...after].map(([call, bytes]) => bytes - (before.get(call) ?? 0)));
  };
}
