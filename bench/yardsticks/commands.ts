import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Run, runProgram } from '../process/run-program.ts';

/** A program of the machine that people use for such work, and what it does here. */
export interface Yardstick {
  readonly name: 'jq' | 'mlr' | 'goaccess';
  readonly what: string;
  /** What it reads: the dump itself, or an access log of the same rows. */
  readonly reads: 'dump' | 'access log';
  readonly args: (file: string, output: string) => readonly string[];
}

/** Each is given the task that it does best: the first two count events by type, which is a small part of a report. */
export const yardsticks: readonly Yardstick[] = [
  {
    name: 'jq',
    what: 'jq counting the rows of each type',
    reads: 'dump',
    args: (file) => ['-nc', 'reduce (inputs | .event_type) as $type ({}; .[$type] += 1)', file],
  },
  {
    name: 'mlr',
    what: 'Miller counting the rows of each type',
    reads: 'dump',
    args: (file) => ['--ijsonl', '--ojson', 'count', '-g', 'event_type', file],
  },
  {
    name: 'goaccess',
    what: 'GoAccess making its page of an access log with a request for each row',
    reads: 'access log',
    args: (file, output) => [
      file,
      '--no-global-config',
      '--log-format=COMBINED',
      '--no-progress',
      '-o',
      join(output, 'goaccess.html'),
    ],
  },
];

/** Whether the machine has a program of this name. */
export function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export const runYardstick =
  ({ name, args }: Yardstick, file: string, output: string) =>
  (): Promise<Run> =>
    runProgram(name, args(file, output));
