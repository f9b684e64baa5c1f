import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { filesBelow } from '../../test/reproducible/runs.ts';
import { type Cluster, startCluster } from '../../test/support/cluster/cluster.ts';
import { missingProgram } from '../../test/support/cluster/server.ts';
import { parquetOf } from '../dumps/containers.ts';
import type { Dump } from '../dumps/dump.ts';
import { sampleDump } from '../dumps/samples.ts';
import { derivedLine, type Line, type Part, timeLine } from '../line.ts';
import { inTurn, medianOf } from '../process/in-turn.ts';
import { reportOf } from '../process/report.ts';
import { type Run, runNode } from '../process/run-program.ts';
import { progress } from '../progress.ts';
import { roughly } from '../units.ts';
import { type CountingProxy, openCountingProxy } from './counting-proxy.ts';
import { type ClusterRun, measured } from './measured.ts';

const shards = 3;

/** What went over the wire in a run, and what the servers took for it. */
const besideOf = ({ traffic, between, serversProcessor, serversPeak }: ClusterRun): readonly Line[] => [
  derivedLine('from the command to the servers', traffic.sent, 'bytes'),
  derivedLine('from the servers to the command', traffic.received, 'bytes'),
  ...(between === null ? [] : [derivedLine('between the servers', between, 'bytes')]),
  derivedLine('CPU of the servers', serversProcessor, 'milliseconds'),
  derivedLine('most memory of each server, added up', serversPeak, 'mebibytes'),
];

/** Servers that have just been started have nothing in their caches. */
async function startAnew(cluster: Cluster): Promise<void> {
  for (const shard of cluster.shards.keys()) await cluster.kill(shard);
  for (const shard of cluster.shards.keys()) await cluster.restart(shard);
}

/** What the events take on the disks of all servers. */
async function storedBytes(cluster: Cluster): Promise<number> {
  const bytes = await Promise.all(
    [...cluster.shards.keys()].map((shard) =>
      cluster.query(
        "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'mail' AND table = 'events_shard'",
        shard,
      ),
    ),
  );
  return bytes.reduce((sum, text) => sum + Number(text), 0);
}

async function measureOn(
  cluster: Cluster,
  proxies: readonly CountingProxy[],
  { native, parquet }: { readonly native: Dump; readonly parquet: Dump },
  output: string,
  turns: number,
): Promise<{ readonly lines: readonly Line[]; readonly isSame: boolean }> {
  const url = `clickhouse://${proxies.map(({ port }) => `127.0.0.1:${port}`).join(',')}/mail.events`;
  const of = (run: () => Promise<Run>): Promise<ClusterRun> => measured(cluster, proxies, run);
  const [here, there] = [join(output, 'duckdb'), join(output, 'cluster')];

  progress('loading');
  const create = ['--create', '--cluster', cluster.name, '--quiet'];
  const load = await of(() => runNode(['dist/cli.js', 'load', native.file, '--to', url, ...create]));
  const stored = await storedBytes(cluster);
  progress('first report');
  await startAnew(cluster);
  const cold = await of(reportOf(url, there));
  const warm: ClusterRun[] = [];
  const inTurns = await inTurn(
    {
      'report from the cluster': async () => {
        const run = await of(reportOf(url, there));
        warm.push(run);
        return run;
      },
      'report from NDJSON': reportOf(native.file, here),
      'report from Parquet': reportOf(parquet.file, join(output, 'parquet')),
    },
    { turns, warmUp: false },
  );
  const report = inTurns('report from the cluster');
  const last = warm.at(-1) ?? cold;
  return {
    isSame: isDeepStrictEqual(filesBelow(here), filesBelow(there)),
    lines: [
      timeLine(`load of NDJSON, ${Math.round(native.bytes / 1e6)} MB`, medianOf([load]), undefined, native),
      ...besideOf(load),
      derivedLine('on the disks', stored, 'bytes'),
      derivedLine('on the disks, an event', stored / native.rows, 'bytes'),
      timeLine('first report of servers just started', medianOf([cold]), undefined, native),
      timeLine('report from the cluster', report, undefined, native),
      ...besideOf(last),
      timeLine('report from NDJSON, without it', inTurns('report from NDJSON'), undefined, native),
      timeLine('report from Parquet, without it', inTurns('report from Parquet'), undefined, native),
      derivedLine(
        'cluster over NDJSON',
        report.milliseconds / inTurns('report from NDJSON').milliseconds,
        'ratio',
      ),
    ],
  };
}

/**
 * One large delivery, loaded into a ClickHouse cluster of three servers on this machine and reported from there, next to DuckDB
 * reading the same dump, and whether both made the same report. What is sent is counted where it passes.
 */
export async function clusterCase(
  output: string,
  { recipients, turns }: { readonly recipients: number; readonly turns: number },
): Promise<{ readonly part: Part; readonly isSame: boolean }> {
  const missing = missingProgram();
  if (missing !== undefined) throw new Error(`${missing} is not installed: bash .ci/clickhouse installs it`);
  const native = await sampleDump(recipients);
  const parquet = await parquetOf(native, `native-${recipients}.parquet`);
  const cluster = await startCluster({ shards });
  const proxies: CountingProxy[] = [];
  try {
    for (const { httpPort } of cluster.shards) proxies.push(await openCountingProxy(httpPort));
    const { lines, isSame } = await measureOn(cluster, proxies, { native, parquet }, output, turns);
    const part = {
      title: `${roughly(recipients)} recipients, ${roughly(native.rows)} events, in a cluster of ${shards} servers on this machine`,
      lines,
      notes: [
        `The reports from the cluster and from NDJSON are ${isSame ? '' : 'NOT '}the same, byte for byte.`,
        'CPU and peak memory of a line are those of the command.',
      ],
    };
    return { part, isSame };
  } finally {
    for (const proxy of proxies) await proxy.close();
    await cluster.stop();
  }
}
