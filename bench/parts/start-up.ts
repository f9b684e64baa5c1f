import { statSync } from 'node:fs';
import { join } from 'node:path';
import { atMost } from '../budget.ts';
import { sampleDump } from '../dumps/samples.ts';
import { derivedLine, type Part, timeLine } from '../line.ts';
import { inTurn } from '../process/in-turn.ts';
import { reportOf } from '../process/report.ts';
import { runNode } from '../process/run-program.ts';
import type { Bench } from './part.ts';

/** Recipients of a dump of ten thousand events. */
const recipients = 3_650;

/** What a person waits for who makes one small report, and how large what comes out is. */
export async function startUp({ plan, output }: Bench): Promise<Part> {
  const dump = await sampleDump(recipients);
  // A run removes what an earlier one of other options left of its report.
  const folders = { html: join(output, 'html'), email: join(output, 'email'), pdf: join(output, 'pdf') };
  const of = await inTurn(
    {
      node: () => runNode(['--eval', '0']),
      help: () => runNode(['dist/cli.js', '--help']),
      html: reportOf(dump.file, folders.html),
      email: reportOf(dump.file, folders.email, '--email'),
      pdf: reportOf(dump.file, folders.pdf, '--pdf'),
    },
    plan.small,
  );
  const sizeOf = (folder: string, file: string): number => statSync(join(folder, 'winter-sale', file)).size;
  return {
    title: `One report of ${dump.rows} events`,
    lines: [
      timeLine('Node doing nothing', of('node')),
      timeLine('`--help`', of('help'), atMost(150)),
      timeLine('the report, whole process, no PDF', of('html'), atMost(400), dump),
      timeLine('with its mail', of('email')),
      timeLine('with its PDF, bundled browser', of('pdf')),
      derivedLine(
        'the PDF on top',
        of('pdf').milliseconds - of('html').milliseconds,
        'milliseconds',
        atMost(600),
      ),
      derivedLine('`report.html`', sizeOf(folders.html, 'report.html'), 'bytes', atMost(400_000)),
      derivedLine('`email.html`', sizeOf(folders.email, 'email.html'), 'bytes', atMost(100_000)),
    ],
  };
}
