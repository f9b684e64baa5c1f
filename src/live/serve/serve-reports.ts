import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { hasErrorCode, UnavailableError } from '../../errors.ts';
import { isLoopback, type ServeAddress, usualPort } from './address.ts';
import { EventStreams, type Published } from './event-streams.ts';
import { fileHeaders, usualHeaders } from './headers.ts';
import { inUrl, knownHosts } from './known-hosts.ts';
import { onlyReport } from './only-report.ts';
import { openFile } from './open-file.ts';
import { requestedFile, type ServedFile } from './requested-file.ts';
import { shownStamp } from './shown-stamp.ts';

/** A report that has been written, or the list of them. */
export interface Change {
  /** The folder of the delivery below the output; null for the list of executions. */
  readonly folder: string | null;
  readonly stamp: string;
}

/** Reports that are being served. */
export interface ServedReports {
  /** Where they are, with a slash at the end. */
  readonly url: string;
  /** Tells the pages that are open what has been written, once it lies in its place. */
  readonly published: (changes: readonly Change[]) => void;
  /** Ends at once, all connections with it. */
  readonly close: () => Promise<void>;
}

interface ServeOptions extends ServeAddress {
  readonly output: string;
  /** Says something to the person who started it. */
  readonly note: (line: string) => void;
}

/** Ports that are tried in turn where none was asked for. */
const usualPorts = 10;

/**
 * Serves the reports of an output folder, to be read and to be followed.
 * @throws UnavailableError where nothing can be served at this address
 */
export async function serveReports({ output, host, port, note }: ServeOptions): Promise<ServedReports> {
  const streams = new EventStreams();
  const published = new Map<string | null, Published>();
  let hosts: ReadonlySet<string> = new Set();
  const server = createServer(
    // Who sends slowly, or nothing at all, holds a connection for some seconds.
    {
      ...{ maxHeaderSize: 8192, headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 5000 },
      connectionsCheckingInterval: 5000,
    },
    (request, response) => {
      answer(request, response, { output, hosts, streams, published }).catch((error: unknown) => {
        // What a reader breaks off is nothing to tell anybody.
        if (!response.destroyed && !hasErrorCode(error, 'ERR_STREAM_PREMATURE_CLOSE')) {
          note(`--serve: ${request.url}: ${error instanceof Error ? error.message : error}`);
        }
        if (response.headersSent) response.destroy();
        else refuse(response, 500, 'This could not be read.');
      });
    },
  );
  server.maxConnections = 500;
  server.setTimeout(60_000);
  // What is no HTTP, or too much of it, is answered by closing.
  server.on('clientError', (_error, socket) => socket.destroy());
  const given = await listen(server, host, port);
  hosts = knownHosts(host, given);
  if (!isLoopback(host)) {
    note(
      `--serve ${inUrl(host)}:${given}: whoever reaches this machine can read the reports; nothing is encrypted`,
    );
  }
  return {
    url: `http://${inUrl(host)}:${given}/`,
    published: (changes) => {
      for (const { folder, stamp } of changes) {
        const present = { stamp, at: Date.now() };
        published.set(folder, present);
        streams.publish(folder ?? '', present);
      }
    },
    close: () =>
      new Promise((resolve) => {
        streams.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Listens at the port that was asked for, or at the first that is free of the usual ones; returns which it is. */
async function listen(server: Server, host: string, port: number | null): Promise<number> {
  for (let next = port ?? usualPort; ; next += 1) {
    try {
      return await listenAt(server, host, next);
    } catch (error) {
      const isTaken = hasErrorCode(error, 'EADDRINUSE');
      if (isTaken && port === null && next < usualPort + usualPorts - 1) continue;
      throw cannotServe(`${inUrl(host)}:${next}`, error);
    }
  }
}

function listenAt(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function cannotServe(address: string, error: unknown): UnavailableError {
  const message = `--serve ${address}: cannot be served there`;
  if (hasErrorCode(error, 'EADDRINUSE')) {
    const hint = 'another program listens there: choose another port, as in --serve 8080';
    return new UnavailableError(message, hint, error);
  }
  if (hasErrorCode(error, 'EACCES')) {
    const hint = 'ports below 1024 are not for everybody: choose another, as in --serve 8080';
    return new UnavailableError(message, hint, error);
  }
  if (hasErrorCode(error, 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL')) {
    return new UnavailableError(
      message,
      'this machine has no such address: give one of its own, such as 127.0.0.1',
      error,
    );
  }
  throw error;
}

interface Site {
  readonly output: string;
  readonly hosts: ReadonlySet<string>;
  readonly streams: EventStreams;
  /** What was published since the start, by its folder. */
  readonly published: ReadonlyMap<string | null, Published>;
}

async function answer(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  const { method = '', url = '', headers } = request;
  // What a request brings along is not looked at.
  request.resume();
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    response.setHeader('Connection', 'close');
    refuse(response, 405, 'Reports can be read only.');
    return;
  }
  if (!site.hosts.has((headers.host ?? '').toLowerCase())) {
    refuse(response, 421, 'These reports are served under another name.');
    return;
  }
  if (isFromElsewhere(request)) {
    refuse(response, 403, 'These reports are for no other site.');
    return;
  }
  const [path = '', query = ''] = url.split(/\?(.*)/s, 2);
  if (!path.startsWith('/')) {
    refuse(response, 400, 'This is no address here.');
    return;
  }
  if (path === eventsPath)
    await openStream(request, response, new URLSearchParams(query).get('page') ?? '', site);
  else if (path === '/') await sendStart(request, response, site);
  else await sendFile(request, response, requestedFile(path), site);
}

/** A request that another site has a browser make, other than by a link that somebody follows. */
function isFromElsewhere({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
}

const eventsPath = '/.events';

/** The list of executions; of a single report, the report. */
async function sendStart(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  const only = await onlyReport(site.output);
  if (only === undefined) {
    // Who comes before the first report sees it as soon as it is there.
    const missing = () =>
      refuse(response, 404, 'There is no report yet: this page looks again every few seconds.', {
        Refresh: '5',
      });
    await sendFile(request, response, requestedFile('/index.html'), site, missing);
    return;
  }
  const headers = { ...usualHeaders, Location: `/${encodeURIComponent(only)}/`, 'Cache-Control': 'no-cache' };
  response.writeHead(302, headers).end();
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: ServedFile | undefined,
  { output }: Site,
  missing = () => refuse(response, 404, 'There is no such report.'),
): Promise<void> {
  const opened = file && (await openFile(output, file));
  if (file === undefined || opened === undefined) {
    missing();
    return;
  }
  const { handle, bytes, modified, tag } = opened;
  try {
    for (const [name, value] of Object.entries(fileHeaders(file.kind))) response.setHeader(name, value);
    response.setHeader('ETag', tag);
    response.setHeader('Last-Modified', new Date(modified).toUTCString());
    if (file.kind.use === 'page') response.setHeader('Link', `<${eventsOf(file.folder)}>; rel="monitor"`);
    if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(tag)) {
      response.writeHead(304).end();
      return;
    }
    response.setHeader('Content-Length', bytes);
    response.writeHead(200);
    if (request.method === 'HEAD' || bytes === 0) {
      response.end();
      return;
    }
    await pipeline(handle.createReadStream({ autoClose: false, start: 0, end: bytes - 1 }), response);
  } finally {
    await handle.close();
  }
}

/** Where the events of a page are told, as seen from the page. */
function eventsOf(folder: string | null): string {
  return folder === null ? `.${eventsPath}?page=` : `..${eventsPath}?page=${encodeURIComponent(folder)}`;
}

async function openStream(
  request: IncomingMessage,
  response: ServerResponse,
  page: string,
  { output, streams, published }: Site,
): Promise<void> {
  const folder = page === '' ? null : page;
  const file = requestedFile(folder === null ? '/index.html' : `/${encodeURIComponent(folder)}/report.html`);
  const present = file && (published.get(folder) ?? (await shownStamp(output, file)));
  if (present === undefined) {
    refuse(response, 404, 'There is no such report.');
    return;
  }
  if (streams.isFull) {
    response.setHeader('Retry-After', '30');
    refuse(response, 503, 'Too many pages are open.');
    return;
  }
  for (const [name, value] of Object.entries(usualHeaders)) response.setHeader(name, value);
  if (request.method === 'HEAD') response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end();
  else streams.open(page, request, response, present);
}

function refuse(
  response: ServerResponse,
  status: number,
  words: string,
  besides: Readonly<Record<string, string>> = {},
): void {
  const text = `${words}\n`;
  response.writeHead(status, {
    ...usualHeaders,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    ...besides,
  });
  response.end(text);
}
