import type { Cluster } from '../../test/support/cluster/cluster.ts';
import type { Run } from '../process/run-program.ts';
import type { CountingProxy, Traffic } from './counting-proxy.ts';
import { countBetween, forgetServersPeak, serversPeak, serversProcessor } from './servers.ts';

/** How a run fared, and its servers with it. */
export interface ClusterRun extends Run {
  /** Between the command and the servers. */
  readonly traffic: Traffic;
  /** Between the servers, in bytes. */
  readonly between: number | null;
  /** Of all servers together. */
  readonly serversProcessor: number;
  readonly serversPeak: number;
}

/** Runs a command that speaks with a cluster through proxies, alone. */
export async function measured(
  cluster: Cluster,
  proxies: readonly CountingProxy[],
  run: () => Promise<Run>,
): Promise<ClusterRun> {
  const through = (way: keyof Traffic): number =>
    proxies.reduce((sum, proxy) => sum + proxy.traffic()[way], 0);
  const before = {
    sent: through('sent'),
    received: through('received'),
    processor: serversProcessor(cluster),
  };
  const countedBetween = countBetween(cluster);
  forgetServersPeak(cluster);
  const fared = await run();
  return {
    ...fared,
    traffic: { sent: through('sent') - before.sent, received: through('received') - before.received },
    between: countedBetween(),
    serversProcessor: serversProcessor(cluster) - before.processor,
    serversPeak: serversPeak(cluster),
  };
}
