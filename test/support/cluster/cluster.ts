import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Certificate, makeAuthority } from '../../mail/certificates.ts';
import { clusterName, type Ports, serverConfiguration, userConfiguration } from './configuration.ts';
import { freePorts } from './free-ports.ts';
import { makePassingFolder } from './passing-folder.ts';
import { makeServer, missingProgram, type Server } from './server.ts';

/** Where a shard is reached, on 127.0.0.1. */
export interface Shard {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly tcpPort: number;
  /** `http://127.0.0.1:port` */
  readonly url: string;
}

/** A real ClickHouse cluster on this machine: shards of one replica each. Shards are counted from 0. */
export interface Cluster {
  readonly name: typeof clusterName;
  readonly shards: readonly [Shard, ...Shard[]];
  /** Below it lies all that the servers write: `shard-0/server.log`, `shard-0/data`, ... */
  readonly folder: string;
  /** PEM of the authority that signed the certificate of the https ports, for `localhost` and 127.0.0.1. */
  readonly ca: string;
  /** Ends a shard as a crash does, and waits for it. */
  readonly kill: (shard: number) => Promise<void>;
  /** Starts a shard again, on the same ports and data; resolves when it answers. */
  readonly restart: (shard: number) => Promise<void>;
  /** Lets a shard hang: calls are taken, and nothing is answered, until `resume`. */
  readonly pause: (shard: number) => void;
  readonly resume: (shard: number) => void;
  /**
   * Asks a shard, as `default`. Returns TabSeparated text without the last line's end; throws with the server's words.
   */
  readonly query: (sql: string, shard?: number) => Promise<string>;
  /** Ends all servers and takes away the folder. May be called again. */
  readonly stop: () => Promise<void>;
}

/** Whether a cluster can be started here. Says why on stderr where none can. */
export function clusterIsInstalled(): boolean {
  const missing = missingProgram();
  if (missing === undefined) return true;
  process.stderr.write(
    `skipped, no ClickHouse: ${missing} is not installed (bash .ci/clickhouse installs it)\n`,
  );
  return false;
}

const shardAt = ({ http, https, tcp }: Ports): Shard => ({
  httpPort: http,
  httpsPort: https,
  tcpPort: tcp,
  url: `http://127.0.0.1:${http}`,
});

async function portsOf(shards: number): Promise<readonly Ports[]> {
  const ports = (await freePorts(3 * shards)).values();
  const next = (): number => Number(ports.next().value);
  return Array.from({ length: shards }, () => ({ http: next(), https: next(), tcp: next() }));
}

/** Writes what a server needs into a folder of its own. */
function prepareServer(
  folder: string,
  own: Ports,
  all: readonly Ports[],
  { key, cert }: Certificate,
): Server {
  mkdirSync(folder);
  writeFileSync(join(folder, 'certificate.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key);
  writeFileSync(join(folder, 'config.xml'), serverConfiguration(folder, own, all));
  writeFileSync(join(folder, 'users.xml'), userConfiguration());
  return makeServer(folder, own.http);
}

/**
 * Starts a cluster called `report`, with the users of configuration.ts, and resolves when every shard sees every other.
 * It ends with the process that started it at the latest. Ask `clusterIsInstalled` first.
 */
export async function startCluster({ shards: count = 3 } = {}): Promise<Cluster> {
  const ports = await portsOf(count);
  const [first, ...others] = ports.map(shardAt);
  if (first === undefined) throw new Error('a cluster has one shard at least');

  const { folder, remove } = await makePassingFolder();
  const servers: Server[] = [];
  const server = (shard: number): Server => {
    const found = servers[shard];
    if (found === undefined) throw new Error(`no shard ${shard}: there are ${count}`);
    return found;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map(({ kill }) => kill()));
    await remove();
  };
  try {
    const { ca, here } = makeAuthority(folder);
    for (const [shard, own] of ports.entries()) {
      servers.push(prepareServer(join(folder, `shard-${shard}`), own, ports, here));
    }
    for (const { start } of servers) start();
    await Promise.all(servers.map(({ answers }) => answers()));
    await Promise.all(
      servers.map(({ query }) => query(`SELECT 1 FROM cluster(${clusterName}, system, one)`)),
    );
    return {
      name: clusterName,
      shards: [first, ...others],
      folder,
      ca,
      kill: async (shard) => server(shard).kill(),
      restart: async (shard) => {
        const { start, answers } = server(shard);
        start();
        await answers();
      },
      pause: (shard) => server(shard).pause(),
      resume: (shard) => server(shard).resume(),
      query: async (sql, shard = 0) => server(shard).query(sql),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
