import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLongForm } from '../faults/long-form.ts';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { randomNumbers } from '../support/random-numbers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { load, loadedBy } from './loading.ts';
import { type PassingServer, passTo } from './passing-server.ts';
import { type Rendered, render } from './rendering.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const patience = { timeout: isLongForm ? 1_800_000 : 300_000 };

describe.skipIf(!clusterIsInstalled())('a report that is interrupted', () => {
  let cluster: Cluster;
  let whole: Rendered;
  /** How many statements a report takes. */
  let statements: number;
  beforeAll(async () => {
    cluster = await startCluster();
    loadedBy(await load(cluster, 'one', 'samples/native.ndjson', '--json'));
  });
  afterAll(() => cluster.stop());

  const urlBy = ({ port }: PassingServer): string => `clickhouse://127.0.0.1:${port}/mail.one`;
  const passing = (before?: Parameters<typeof passTo>[1]): Promise<PassingServer> =>
    passTo(cluster.shards[0].httpPort, before);

  /** Asks for a report, and does something as a statement is sent. */
  async function interrupt(
    statement: number,
    fault: () => unknown,
    args: readonly string[] = [],
    output = join(temporaryFolder(), 'output'),
  ): Promise<Rendered> {
    let done: unknown;
    const server = await passing((number) => {
      // Nobody waits for it: it comes while the statement is on its way, or is answered.
      if (number === statement) done = fault();
      return undefined;
    });
    const rendered = await render([urlBy(server), ...args, '--quiet'], { output });
    await done;
    return rendered;
  }

  it('by nothing is whole', async () => {
    const server = await passing();
    whole = await render([urlBy(server), '--quiet']);
    expect(whole).toMatchObject({ status: 0, stderr: '' });
    statements = server.sessions.length;
  });

  /** Statements at which something is done, spread over those of a report; all of them in the long form. */
  const some = (count: number, seed: number): readonly number[] => {
    const random = randomNumbers(seed);
    const places = isLongForm ? statements : count;
    return Array.from({ length: places }, (_, place) =>
      isLongForm ? place : Math.floor(((place + random()) * statements) / places),
    );
  };

  /** What a report may end as: whole, or with 75 and nothing written. */
  const ended = ({ status, files, stderr }: Rendered): string => {
    if (status === 0 && JSON.stringify(files) === JSON.stringify(whole.files)) return 'whole';
    if (status === 75 && Object.keys(files).length === 0 && /^email-live-report: .+ \(.+\)\n$/.test(stderr))
      return 'again';
    if (status === 0 && files['winter-sale/report.json']?.includes('"partial"')) return 'marked';
    return `${status}: ${stderr} ${Object.keys(files).join()}`;
  };

  it('by the SIGKILL of a shard is whole or not there, whenever it comes', patience, async () => {
    const ends: string[] = [];
    for (const [round, statement] of some(7, 9).entries()) {
      const shard = 1 + (round % 2);
      ends.push(ended(await interrupt(statement, () => cluster.kill(shard))));
      await cluster.restart(shard);
    }
    expect(ends.filter((end) => end !== 'whole' && end !== 'again')).toEqual([]);
    expect(ends).toContain('again');
  });

  it('by the SIGKILL of the server that is asked, likewise', patience, async () => {
    const ends: string[] = [];
    // Before it has said anything it is one that cannot be reached.
    for (const statement of some(2, 10).filter((number) => number > 0)) {
      ends.push(ended(await interrupt(statement, () => cluster.kill(0))));
      await cluster.restart(0);
    }
    expect(ends.filter((end) => end !== 'whole' && end !== 'again')).toEqual([]);
    expect(ends).toContain('again');
  });

  it('by the SIGKILL of a shard is marked or not there, where a part is allowed', patience, async () => {
    const ends: string[] = [];
    for (const statement of some(3, 11)) {
      ends.push(ended(await interrupt(statement, () => cluster.kill(1), ['--allow-partial'])));
      await cluster.restart(1);
    }
    expect(ends.filter((end) => !['whole', 'marked', 'again'].includes(end))).toEqual([]);
    // When all shards have answered, and one goes then, no mark would be made.
    expect(ends.at(-1)).not.toBe('marked');
  });

  it(
    'by a shard that goes and comes back is whole or not there, even where a part is allowed',
    patience,
    async () => {
      const ends: string[] = [];
      const comeAndGo = async (): Promise<void> => {
        await cluster.kill(1);
        await cluster.restart(1);
      };
      for (const statement of some(2, 12).filter((number) => number > 5))
        ends.push(ended(await interrupt(statement, comeAndGo, ['--allow-partial'])));
      expect(ends.filter((end) => end !== 'whole' && end !== 'again')).toEqual([]);
    },
  );

  it.each([
    { what: 'shard', shard: 2 },
    { what: 'server', shard: 0 },
  ])('by a $what that hangs is given up when the time of a query is over', patience, async ({ shard }) => {
    const hung = await interrupt(statements - 10, () => cluster.pause(shard), ['--query-timeout', '1']);
    cluster.resume(shard);
    expect(ended(hung)).toBe('again');
    expect(hung.stderr).toMatch(/gave no answer in the time that a query has \(.* may hang: see to them/);
  });

  it('by its own end leaves nothing that would disturb the next one', patience, async () => {
    const server = await passing((number) => {
      if (number === statements - 10) child.kill('SIGKILL');
      return undefined;
    });
    const child = spawn(process.execPath, [
      ...[cli, urlBy(server), '-o', join(temporaryFolder(), 'output'), '--query-timeout', '5'],
    ]);
    await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    const again = await passing();
    expect(ended(await render([urlBy(again), '--quiet']))).toBe('whole');
    const sessions = new Set([...server.sessions, ...again.sessions].filter((id) => id !== null));
    expect(sessions.size).toBe(2);
    if (!isLongForm) return;
    // A minute after the time of a query the server forgets a session that is over, and what was kept in it.
    await setTimeout(90_000);
    for (const session of sessions) {
      const asked = await fetch(
        `${cluster.shards[0].url}/?session_id=${session}&session_check=1&query=SELECT+1`,
      );
      expect(await asked.text()).toContain('Session not found');
    }
  });
});
