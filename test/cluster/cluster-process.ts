import { startCluster } from '../support/cluster/cluster.ts';

/** A process that starts a cluster, says in which folder, and waits to be killed. */
const { folder } = await startCluster({ shards: 2 });
process.stdout.write(`${folder}\n`);
setInterval(() => undefined, 60_000);
