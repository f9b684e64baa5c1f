import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Below what systems give to calls going out, so that the port of a server that is down stays free for it. */
const [lowest, highest] = [10_000, 32_000];

async function occupy(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}

/** So many ports of 127.0.0.1 that nobody listens at, each another. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const occupied = new Map<number, Server>();
  while (occupied.size < count) {
    const port = randomInt(lowest, highest);
    const server = await occupy(port);
    if (server !== undefined) occupied.set(port, server);
  }
  for (const server of occupied.values()) {
    server.close();
    await once(server, 'close');
  }
  return [...occupied.keys()];
}
