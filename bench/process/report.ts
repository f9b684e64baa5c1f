import type { Whose } from './memory.ts';
import { type Run, runNode } from './run-program.ts';

/** The options of every report that is measured: nothing of it depends on the machine it is made on. */
const always = ['--timezone', 'UTC', '--locale', 'en', '--quiet'];

/** A run of the program that makes the reports of a dump in a folder. */
export const reportOf =
  (dump: string, output: string, ...options: readonly string[]) =>
  (): Promise<Run> => {
    const prints = options.includes('--pdf');
    const whose: Whose = prints ? 'family' : 'process';
    const browser = prints ? ['--browser', 'bundled'] : [];
    return runNode(['dist/cli.js', dump, '--output', output, ...always, ...browser, ...options], whose);
  };
