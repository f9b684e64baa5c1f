import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { atMost } from '../budget.ts';
import { changedDeliveriesDump, deliveriesDump, deliveryId } from '../dumps/samples.ts';
import { derivedLine, type Part, timeLine } from '../line.ts';
import { inTurn } from '../process/in-turn.ts';
import { reportOf } from '../process/report.ts';
import { root } from '../process/run-program.ts';
import type { Bench } from './part.ts';

const changed = 12;
/** What each report may cost: the budget of many deliveries. */
const eachReport = 25;

/** Whether the program can leave out what has not changed. */
export function knowsIncremental(): boolean {
  const { stdout } = spawnSync(process.execPath, ['dist/cli.js', 'render', '--help'], {
    cwd: root,
    encoding: 'utf8',
  });
  return stdout.includes('--incremental');
}

/** A nightly run over many deliveries of which a few have gone on, into the folder of the night before. */
export async function incremental({ plan, output }: Bench): Promise<Part> {
  const { html, turns } = plan.deliveries;
  const nights = [await deliveriesDump(html), await changedDeliveriesDump(html, changed)];
  const folder = join(output, 'incremental');
  // One name for both nights: what is told apart is to be the content.
  const tonight = join(output, 'tonight.ndjson');
  let night = 0;
  const nextNight = (): void => {
    const dump = nights[night % nights.length];
    if (dump !== undefined) copyFileSync(dump.file, tonight);
    night += 1;
  };
  nextNight();
  await reportOf(tonight, folder, '--incremental')();
  const of = await inTurn(
    {
      one: () => reportOf(tonight, join(output, 'one'), '--delivery', deliveryId(0))(),
      unchanged: () => reportOf(tonight, folder, '--incremental')(),
      changed: () => {
        nextNight();
        return reportOf(tonight, folder, '--incremental')();
      },
    },
    turns,
  );
  const most = of('one').milliseconds + (changed - 1) * eachReport;
  return {
    title: `${html} deliveries of which ${changed} changed, with --incremental`,
    lines: [
      timeLine('one of the deliveries, from nothing', of('one')),
      timeLine('all, none of them changed', of('unchanged')),
      timeLine(`all, ${changed} of them changed`, of('changed'), atMost(most)),
      derivedLine(
        'changed over unchanged',
        of('changed').milliseconds - of('unchanged').milliseconds,
        'milliseconds',
      ),
    ],
    notes: [`The budget is one of the deliveries and ${changed - 1} more reports of ${eachReport} ms.`],
  };
}
