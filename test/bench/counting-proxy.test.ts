import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { openCountingProxy } from '../../bench/cluster/counting-proxy.ts';

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

test('a proxy passes every byte on, and counts each way by itself', async () => {
  const answer = 'answer '.repeat(100_000);
  const server = createServer(async (request, response) => {
    let length = 0;
    for await (const piece of request) length += piece.length;
    response.end(`${length} ${answer}`);
  });
  const proxy = await openCountingProxy(await portOf(server));
  onTestFinished(() => proxy.close());
  const body = 'b'.repeat(300_000);
  const response = await fetch(`http://127.0.0.1:${proxy.port}/`, { method: 'POST', body });
  expect(await response.text()).toBe(`300000 ${answer}`);
  const { sent, received } = proxy.traffic();
  // Beyond the bodies there are only headers.
  expect(sent - 300_000).toBeGreaterThan(0);
  expect(sent - 300_000).toBeLessThan(1000);
  expect(received - answer.length).toBeGreaterThan(0);
  expect(received - answer.length).toBeLessThan(1000);
});

test('a call that breaks off behind a proxy breaks off before it', async () => {
  const server = createServer((request) => void request.socket.destroy());
  const proxy = await openCountingProxy(await portOf(server));
  onTestFinished(() => proxy.close());
  await expect(fetch(`http://127.0.0.1:${proxy.port}/`)).rejects.toThrow('fetch failed');
});
