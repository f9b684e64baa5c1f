import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Certificate } from '../../mail/certificates.ts';

interface Listening {
  listen(port: number, host: string): unknown;
  address(): AddressInfo | string | null;
  on(event: 'connection', listener: (socket: Socket) => void): unknown;
  close(): unknown;
}

/** Lets a server listen until the end of the test. Returns its port. */
export async function listen(server: Listening & NodeJS.EventEmitter): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** What was asked: settings and parameters by name, and the statement. */
export interface Asked {
  readonly parameters: URLSearchParams;
  readonly sql: string;
}

/** The user and the server that a fake plays. */
export interface Played {
  readonly version: string;
  readonly settings: Readonly<Record<string, number>>;
  /** Answers what is asked after the greeting. */
  readonly answer: (response: ServerResponse, asked: Asked, request: IncomingMessage) => void;
  readonly certificate?: Certificate;
}

/** A result in the format JSONCompact. */
export function compactJson(columns: Readonly<Record<string, string>>, rows: readonly unknown[][]): string {
  const meta = Object.entries(columns).map(([name, type]) => ({ name, type }));
  return JSON.stringify({ meta, data: rows, rows: rows.length });
}

/** Something that greets as a ClickHouse does, and then does as it is told. Returns its port, and all that it was asked. */
export async function fakeClickHouse({
  version,
  settings,
  answer,
  certificate,
}: Played): Promise<{ readonly port: number; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const listener: RequestListener = async (request, response) => {
    const parameters = new URL(request.url ?? '', 'http://x').searchParams;
    const inserted = parameters.get('query');
    const each = { parameters, sql: inserted ?? (await text(request)) };
    asked.push(each);
    if (!each.sql.includes('system.settings')) {
      answer(response, each, request);
      return;
    }
    const rows = Object.entries(settings).map(([name, value]) => [version, name, String(value)]);
    response.end(compactJson({ version: 'String', name: 'String', value: 'String' }, rows));
  };
  const server =
    certificate === undefined ? createServer(listener) : createSecureServer(certificate, listener);
  return { port: await listen(server), asked };
}
