import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from './certificates.ts';

/** Exim from Debian's packages, which `.ci/mail-server` installs. */
const program = '/usr/sbin/exim4';

/** Why no mail server can be started here; undefined where one can. */
export function whyNoMailServer(): string | undefined {
  if (!existsSync(program)) return 'exim4 is not installed (bash .ci/mail-server installs it)';
  if (process.getuid?.() !== 0) return 'only root can start exim4';
  return undefined;
}

/** A mail as it lies in the mailbox: with the lines that the server put on top, its line ends CR LF again. */
export interface DeliveredMail {
  readonly to: string;
  readonly message: Buffer;
}

export interface MailServer {
  readonly host: 'localhost';
  readonly port: number;
  /** What has been delivered so far, each mail on its own. */
  readonly mailbox: () => readonly DeliveredMail[];
  /** Ends it, and takes away all that it has left. */
  readonly stop: () => Promise<void>;
}

/**
 * A server that takes mails for example.com by STARTTLS alone, and puts each into one mailbox. All that it writes lies
 * below a folder of its own, nothing of the machine's own mail system is read, and it asks no name server.
 */
const configuration = (folder: string, port: number): string => `
primary_hostname = localhost
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
spool_directory = ${folder}/spool
log_file_path = ${folder}/spool/log/%slog
pid_file_path = ${folder}/spool/exim.pid
tls_certificate = ${folder}/certificate.pem
tls_privatekey = ${folder}/key.pem
tls_advertise_hosts = *
host_lookup =
rfc1413_query_timeout = 0s
keep_environment =
deliver_drop_privilege = true
# However many come over one connection, each is delivered at once.
smtp_accept_queue_per_connection = 0
smtp_accept_max_per_connection = 0
acl_smtp_mail = sender
acl_smtp_rcpt = recipient

begin acl
sender:
  deny !encrypted = *
    message = STARTTLS first
  accept control = dkim_disable_verify
recipient:
  accept domains = example.com
  deny message = no relay for <$local_part@$domain>

begin routers
all:
  driver = accept
  transport = mailbox

begin transports
mailbox:
  driver = appendfile
  directory = ${folder}/spool/mailbox
  maildir_format
  user = Debian-exim
  envelope_to_add
  return_path_add
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether somebody takes calls at a port. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}

const patience = 10_000;

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode === null && signalCode === null;

/** Resolves when the server takes calls; throws with its own words where it does not come to that. */
async function hasStarted(server: ChildProcess, port: number, words: () => string): Promise<void> {
  const until = Date.now() + patience;
  while (!(await answers(port))) {
    if (!isRunning(server) || Date.now() > until) throw new Error(`exim4 did not start: ${words()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function readMailbox(folder: string): readonly DeliveredMail[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'latin1').replace(/\r?\n/g, '\r\n');
      return { to: /^Envelope-to: (.*)\r$/m.exec(text)?.[1] ?? '', message: Buffer.from(text, 'latin1') };
    });
}

/** Starts a real mail server of our own on this machine. Ask `whyNoMailServer` first. */
export async function startMailServer(certificate: Certificate): Promise<MailServer> {
  const folder = mkdtempSync(join(tmpdir(), 'email-live-report-mail-server-'));
  // The server gives up being root, and must still get in here.
  chmodSync(folder, 0o755);
  const port = await freePort();
  writeFileSync(join(folder, 'certificate.pem'), certificate.cert);
  writeFileSync(join(folder, 'key.pem'), certificate.key);
  writeFileSync(join(folder, 'exim.conf'), configuration(folder, port));

  const server = spawn(program, ['-C', join(folder, 'exim.conf'), '-bdf'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own, so that the processes that it makes for connections and deliveries end with it.
    detached: true,
  });
  const exited = once(server, 'exit');
  let words = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  const kill = (): void => {
    if (server.pid !== undefined && isRunning(server)) process.kill(-server.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    kill();
    await exited;
    process.off('exit', kill);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    await hasStarted(server, port, () => words);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    host: 'localhost',
    port,
    mailbox: () => readMailbox(join(folder, 'spool', 'mailbox', 'new')),
    stop,
  };
}
