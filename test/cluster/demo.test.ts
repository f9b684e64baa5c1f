import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clusterIsInstalled } from '../support/cluster/cluster.ts';
import { missingProgram } from '../support/cluster/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts the demo, with temporary files in a folder of its own. */
function startDemo(temporary: string, ...args: readonly string[]) {
  const demo = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo-cluster.ts', ...args], {
    cwd: root,
    env: { ...process.env, TMPDIR: temporary, TSX_DISABLE_CACHE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void demo.kill('SIGKILL'));
  let said = '';
  for (const stream of [demo.stdout, demo.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  return { demo, ended: once(demo, 'close'), said: () => said };
}

const commandOf = (id: string): string => {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

/** What of a demo is still there: its temporary files, and processes that were started with one. */
const leftOf = (temporary: string) => ({
  files: readdirSync(temporary),
  processes: readdirSync('/proc').filter((id) => /^\d+$/.test(id) && commandOf(id).includes(temporary)),
});
const nothing = { files: [], processes: [] };

describe.skipIf(!clusterIsInstalled())('npm run demo:cluster', () => {
  it('loads the samples into a cluster, makes the reports of the files, tells of a shard that is down, and leaves nothing', async () => {
    const temporary = temporaryFolder();
    const { ended, said } = startDemo(temporary);
    const [status] = await ended;
    expect(`${status} ${said()}`).toMatch(/^0 /);
    expect(said()).toMatch(/: 4,657 events of 5 deliveries added\n/);
    expect(said()).toMatch(/: all 4,657 events of 5 deliveries were there already\n/);
    expect(said()).toMatch(/\n\d{2,} files below \S+ and \S+: the same, byte for byte\.\n/);
    expect(said()).toMatch(/ 1 of 3 shards of report do(?:es)? not answer .*\n\(exit status 75\)\n/);
    expect(said()).toMatch(/\nthe report is partial, .* only 2 of 3 shards answered\n/);
    expect(leftOf(temporary)).toEqual(nothing);
    for (const [, report = ''] of said().matchAll(/(output\/demo-cluster\/\S+\.html)/g))
      expect(existsSync(join(root, report)), report).toBe(true);
  }, 180_000);

  it('leaves the cluster to whoever wants to try it, until a Ctrl-C, after which there is nothing', async () => {
    const temporary = temporaryFolder();
    const { demo, ended, said } = startDemo(temporary, '--stay');
    await expect.poll(said, { timeout: 120_000 }).toMatch(/runs until Ctrl-C/);
    const [, url = ''] = /EVENTS=clickhouse:\/\/([^,]+),/.exec(said()) ?? [];
    const answer = await fetch(`http://${url}/?query=SELECT%20count()%20FROM%20mail.events`);
    expect(await answer.text()).toBe('4657\n');
    demo.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(leftOf(temporary)).toEqual(nothing);
  }, 180_000);
});

it.skipIf(missingProgram() === undefined)('says how to install ClickHouse where it is not', async () => {
  const { ended, said } = startDemo(temporaryFolder());
  expect(await ended).toEqual([69, null]);
  expect(said()).toMatch(/^no ClickHouse here: .* is not installed; .*: bash \.ci\/clickhouse\n$/);
});
