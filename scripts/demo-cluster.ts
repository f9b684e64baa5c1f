import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { filesBelow } from '../test/reproducible/runs.ts';
import { type Cluster, startCluster } from '../test/support/cluster/cluster.ts';
import { missingProgram } from '../test/support/cluster/server.ts';

/**
 * Starts a ClickHouse cluster of three shards on this machine, loads the samples into it, makes their reports there and holds them
 * against those of the files; then does without a shard. With --stay the cluster is left running until Ctrl-C. Everything that was
 * started ends with this process; the reports stay, below output/demo-cluster/.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const output = 'output/demo-cluster';
const samples = ['samples/native.ndjson', 'samples/ajo.ndjson', 'samples/deliveries.ndjson'];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The command that runs just now. */
let running: ChildProcess | undefined;

/** Shows a command as a person would type it, runs it, and lets it speak. Throws where its exit status is another one. */
async function type(command: string, events: string, expectedStatus = 0): Promise<void> {
  say(`$ npx email-live-report ${command}`);
  const args = command.replaceAll('"', '').replaceAll('$EVENTS', events).split(' ');
  // Nothing that is set for a cluster of one's own.
  const { ELR_CLICKHOUSE_PASSWORD, ELR_CLICKHOUSE_PASSWORD_FILE, ...env } = process.env;
  running = spawn(process.execPath, ['dist/cli.js', ...args], { cwd: root, env, stdio: 'inherit' });
  const [status] = await once(running, 'exit');
  if (status !== expectedStatus) throw new Error(`exit status ${status}, not ${expectedStatus}`);
  if (status !== 0) say(`(exit status ${status})`);
  say('');
}

/** Holds all files below two folders against each other. @throws where they are not the same */
function requireSame(one: string, other: string): void {
  const [files, others] = [filesBelow(join(root, one)), filesBelow(join(root, other))];
  if (!isDeepStrictEqual(files, others)) throw new Error(`the files below ${one} and ${other} differ`);
  say(`${Object.keys(files).length} files below ${one} and ${other}: the same, byte for byte.\n`);
}

async function demonstrate({ shards, name, kill }: Cluster, stay: boolean): Promise<void> {
  const hosts = shards.map(({ httpPort }) => `127.0.0.1:${httpPort}`);
  const events = `clickhouse://${hosts.join(',')}/mail.events`;
  say(`Three servers of one shard each run: cluster "${name}", which is reached at\n\nEVENTS=${events}\n`);

  say('The samples go into a table that is spread over them; a second time, and nothing is added.\n');
  await type(`load ${samples.join(' ')} --to "$EVENTS" --create --cluster ${name}`, events);
  await type(`load ${samples.join(' ')} --to "$EVENTS"`, events);

  say('Their reports are made where the events lie, and once more from the files.\n');
  await type(`"$EVENTS" --csv --output ${output}/from-cluster --quiet`, events);
  await type(`${samples.join(' ')} --csv --output ${output}/from-files --quiet`, events);
  requireSame(`${output}/from-cluster`, `${output}/from-files`);

  if (stay) {
    say('The cluster runs until Ctrl-C.');
    await new Promise(() => setInterval(() => undefined, 60_000));
  }
  say('The third server is killed. Nobody gets a report of a part without being told:\n');
  await kill(2);
  const partial = `"$EVENTS?delivery=winter-sale" --output ${output}/partial`;
  await type(partial, events, 75);
  await type(`${partial} --allow-partial`, events);
}

async function run(stay: boolean): Promise<void> {
  rmSync(join(root, output), { recursive: true, force: true });
  say('Starting a ClickHouse cluster on 127.0.0.1 ...');
  const cluster = await startCluster();
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    running?.kill();
    stopped ??= cluster.stop().then(() => say('The cluster is stopped, and all that it stored is gone.'));
    return stopped;
  };
  // A Ctrl-C may come twice, from the terminal and from npm.
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.on(signal, () => void stop().then(() => process.exit(status)));
  try {
    await demonstrate(cluster, stay);
    say(`The reports: ${output}/from-cluster/index.html, and the part of them in ${output}/partial.`);
  } finally {
    await stop();
  }
}

const missing = missingProgram();
if (missing === undefined) await run(process.argv.includes('--stay'));
else {
  process.stderr.write(
    `no ClickHouse here: ${missing} is not installed; on Debian or Ubuntu: bash .ci/clickhouse\n`,
  );
  process.exitCode = 69;
}
