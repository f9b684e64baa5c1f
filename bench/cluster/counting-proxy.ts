import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** How many bytes went each way. */
export interface Traffic {
  readonly sent: number;
  readonly received: number;
}

/** A port of this machine that stands for another one, and counts what goes through. */
export interface CountingProxy {
  readonly port: number;
  /** All bytes so far, as who calls the port sees them. */
  readonly traffic: () => Traffic;
  readonly close: () => Promise<void>;
}

/** Passes calls on to a port of 127.0.0.1, byte by byte. */
export async function openCountingProxy(target: number): Promise<CountingProxy> {
  const counted = { sent: 0, received: 0 };
  const open = new Set<Socket>();
  // What comes is passed on at once, as the two would send it to each other.
  const server = createServer({ noDelay: true }, (caller) => {
    const called = connect({ port: target, host: '127.0.0.1', noDelay: true });
    const count = (from: Socket, to: Socket, way: keyof Traffic): void => {
      open.add(from);
      from.on('data', (piece: Buffer) => {
        counted[way] += piece.length;
      });
      from.pipe(to);
      // A call that breaks off on one side breaks off on the other.
      from.on('error', () => to.destroy());
      from.on('close', () => open.delete(from));
    };
    count(caller, called, 'sent');
    count(called, caller, 'received');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a proxy without a port');
  return {
    port: address.port,
    traffic: () => ({ ...counted }),
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}
