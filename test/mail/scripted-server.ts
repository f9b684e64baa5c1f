import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ReceivedMail } from './receiving-server.ts';

/** Where a server can fail. `content`: the message has begun to come; `dot`: it has come whole. */
export const steps = ['connect', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'content', 'dot'] as const;
/** Where a server answers. */
export const answeringSteps = steps.filter((step) => step !== 'content');
export type Step = (typeof steps)[number] | 'STARTTLS' | 'RSET' | 'QUIT';

/** What a server does instead of what it should. */
export interface Fault {
  /** Said in place of the usual reply, byte for byte. */
  readonly says?: string;
  /** What follows: it goes on, hangs up, or neither speaks nor reads any more. */
  readonly next?: 'go on' | 'cut' | 'hang';
  /** At the dot: whether it has the mail nevertheless. */
  readonly keeps?: boolean;
  /** It neither speaks nor reads until this has come. */
  readonly until?: Promise<void>;
}

/** The fault at a step, if any; `times` is how often the server was there before. */
export type Script = (step: Step, times: number, line: string) => Fault | undefined;

/** A fault at a step, the first time or always. */
export const faultAt =
  (where: Step, fault: Fault, always = false) =>
  (step: Step, times: number): Fault | undefined =>
    step === where && (always || times === 0) ? fault : undefined;

/** What a server says that wants no EHLO wants no HELO either. */
export const saysAt = (where: Step, says: string, always = false) =>
  where === 'EHLO'
    ? (step: Step, times: number) => (step === 'EHLO' && (always || times < 2) ? { says } : undefined)
    : faultAt(where, { says }, always);

export interface ScriptedServer {
  readonly port: number;
  readonly mailbox: readonly ReceivedMail[];
  /** The steps that it was taken through, over all connections. */
  readonly steps: readonly Step[];
  readonly bytesRead: () => number;
}

const verbs: Readonly<Record<string, Step>> = { HELO: 'EHLO' };
const knownVerbs: readonly Step[] = ['EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'RSET', 'QUIT'];

function stepOf(line: string): Step | undefined {
  const verb = line.split(' ', 1)[0]?.toUpperCase() ?? '';
  return verbs[verb] ?? knownVerbs.find((step) => step === verb);
}

const endOfLine = Buffer.from('\r\n');
const emptyMessage = Buffer.from('.\r\n');
const endOfMessage = Buffer.from('\r\n.\r\n');

/** A message without the dots that were put before those at the beginning of lines. */
const messageIn = (parts: readonly Buffer[]): Buffer =>
  Buffer.from(
    Buffer.concat(parts)
      .toString('latin1')
      .replace(/(^|\r\n)\.\./g, '$1.'),
    'latin1',
  );

const addressIn = (line: string): string => /<(.*?)>/.exec(line)?.[1] ?? '';

/** Starts an SMTP server that keeps to a script of faults, and otherwise behaves; it ends with the test. */
export async function startScriptedServer(
  script: Script,
  extensions: readonly string[] = ['AUTH PLAIN'],
): Promise<ScriptedServer> {
  const mailbox: ReceivedMail[] = [];
  const taken: Step[] = [];
  const sockets = new Set<Socket>();
  const replies: Partial<Record<Step, string>> = {
    connect: '220 scripted.example.com ESMTP\r\n',
    EHLO: ['scripted.example.com', ...extensions]
      .map((line, number) => `250${number === extensions.length ? ' ' : '-'}${line}\r\n`)
      .join(''),
    AUTH: '235 2.7.0 welcome\r\n',
    STARTTLS: '502 5.5.1 not known\r\n',
    DATA: '354 go ahead\r\n',
    QUIT: '221 2.0.0 bye\r\n',
    content: '',
  };
  let bytesRead = 0;

  const serve = async (socket: Socket): Promise<void> => {
    let from = '';
    let to: string[] = [];
    let inContent = false;
    /** The message so far: all but what has just come. */
    let before: Buffer[] = [];
    let received = Buffer.alloc(0);

    /** Takes a step; false where the dialogue ends with it. */
    const take = async (step: Step, line: string): Promise<boolean> => {
      const fault = script(step, taken.filter((other) => other === step).length, line);
      taken.push(step);
      if (fault?.until !== undefined) await fault.until;
      const { next = 'go on' } = fault ?? {};
      const usual = next === 'go on' ? (replies[step] ?? '250 2.0.0 fine\r\n') : '';
      const says = fault?.says ?? usual;
      const accepts = says.startsWith('2');
      if (step === 'MAIL' && accepts) [from, to] = [addressIn(line), []];
      if (step === 'RCPT' && accepts) to.push(addressIn(line));
      if (step === 'DATA') inContent = says.startsWith('354');
      if (step === 'dot' && (fault?.keeps ?? accepts))
        mailbox.push({ from, to, message: messageIn(before), secure: false });
      if (says !== '') socket.write(says);
      if (next === 'cut' || step === 'QUIT') socket.destroySoon();
      return next === 'go on' && step !== 'QUIT';
    };

    /** Reads a command or the end of a message off what has come; undefined where more has to come first. */
    const nextStep = (): [Step | undefined, string] | undefined => {
      // Before the first line of a message there is the end of the command.
      if (inContent && before.length === 1 && received.subarray(0, 3).equals(emptyMessage))
        received = Buffer.concat([endOfLine, received]);
      const mark = inContent ? endOfMessage : endOfLine;
      const end = received.indexOf(mark);
      if (end < 0) return undefined;
      const text = received.subarray(0, end);
      received = received.subarray(end + mark.length);
      if (!inContent) return [stepOf(text.toString()), text.toString()];
      before.push(text, endOfLine);
      inContent = false;
      return ['dot', ''];
    };

    const read = async (): Promise<boolean> => {
      for (;;) {
        if (inContent && before.length === 0 && received.length > 0) {
          before.push(Buffer.alloc(0));
          if (!(await take('content', ''))) return false;
        }
        const step = nextStep();
        if (step === undefined) break;
        const [name, line] = step;
        if (name === undefined) socket.write('500 5.5.1 not known\r\n');
        else if (!(await take(name, line))) return false;
        if (name === 'DATA') before = [];
      }
      if (inContent && received.length >= endOfMessage.length) {
        // What may be the beginning of its end stays.
        const rest = received.length - endOfMessage.length + 1;
        before.push(received.subarray(0, rest));
        received = received.subarray(rest);
      }
      return true;
    };

    if (!(await take('connect', ''))) return;
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      bytesRead += chunk.length;
      received = Buffer.concat([received, chunk]);
      if (!(await read())) break;
    }
  };

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    // A client that hangs up ends the reading, too.
    serve(socket).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return { port, mailbox, steps: taken, bytesRead: () => bytesRead };
}
