import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** A mail as a server took it in. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly message: Buffer;
  /** Whether it came by TLS. */
  readonly secure: boolean;
}

/** Where a server may refuse: `dot` is after the message. */
export type RefusingStep = 'connect' | 'AUTH' | 'MAIL' | 'RCPT' | 'dot';

/** A reply that refuses, its code first; undefined for the usual one. */
type Refusal = string | undefined;

export interface ReceivingOptions extends SMTPServerOptions {
  /** What it says at a step; `times` is how often it was there before, `address` whom the step is about. */
  readonly refuse?: (step: RefusingStep, times: number, address: string) => Refusal;
  /** The one user it knows. */
  readonly user?: { readonly name: string; readonly password: string };
  /** Waited for before a message is read. */
  readonly beforeReading?: Promise<void>;
  /** How long it takes to answer a whole message, in milliseconds. */
  readonly pauseAtDot?: number;
}

export interface ReceivingServer {
  readonly port: number;
  /** What it accepted, in the order of coming. */
  readonly mailbox: readonly ReceivedMail[];
  /** How many connections it has had. */
  readonly connections: () => number;
}

const refusal = (reply: string): Error =>
  Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });

/** Starts a real SMTP server on this machine, which ends with the test. Without a certificate it offers no STARTTLS. */
export async function startReceivingServer(options: ReceivingOptions = {}): Promise<ReceivingServer> {
  const { refuse, user, beforeReading, pauseAtDot, ...rest } = options;
  const mailbox: ReceivedMail[] = [];
  const visits = new Map<RefusingStep, number>();
  let connections = 0;

  const answer = (step: RefusingStep, address: string, done: (error?: Error | null) => void): boolean => {
    const times = visits.get(step) ?? 0;
    visits.set(step, times + 1);
    const reply = refuse?.(step, times, address);
    if (reply === undefined) return true;
    done(refusal(reply));
    return false;
  };

  const server = new SMTPServer({
    logger: false,
    disableReverseLookup: true,
    authOptional: user === undefined,
    disabledCommands: options.cert === undefined ? ['STARTTLS'] : [],
    // The wait for clients that never say goodbye.
    closeTimeout: 50,
    ...rest,
    onConnect(_session, done) {
      connections += 1;
      if (answer('connect', '', done)) done();
    },
    onAuth({ username, password }, _session, done) {
      if (!answer('AUTH', '', (error) => done(error ?? null))) return;
      if (username === user?.name && password === user?.password) done(null, { user: username });
      else done(refusal('535 5.7.8 authentication failed'));
    },
    onMailFrom({ address }, _session, done) {
      if (answer('MAIL', address, done)) done();
    },
    onRcptTo({ address }, _session, done) {
      if (answer('RCPT', address, done)) done();
    },
    async onData(stream, { envelope, secure }, done) {
      await beforeReading;
      // Of a message that was cut off there is nothing to say, and nobody to say it to.
      const message = await buffer(stream).catch(() => undefined);
      if (message === undefined) return;
      if (pauseAtDot !== undefined) await sleep(pauseAtDot);
      const to = envelope.rcptTo.map(({ address }) => address);
      if (!answer('dot', to.join(), done)) return;
      if (stream.sizeExceeded) return done(refusal('552 5.3.4 message too large'));
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      mailbox.push({ from, to, message, secure });
      done(null, '2.0.0 queued');
    },
  });
  // Clients that hang up are what many tests are about.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { port, mailbox, connections: () => connections };
}
