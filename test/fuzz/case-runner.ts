import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FuzzCase } from './fuzz-case.ts';
import type { Attempt, Depth } from './try-file.ts';

/** A case to be tried: by its number in a run, or as it is. */
export interface Question {
  readonly seed: number;
  readonly number: number;
  readonly fuzzCase?: FuzzCase;
  readonly depth: Depth;
}

/** How the case ended, and the most memory that the process has had so far, in bytes. */
export interface Answer extends Attempt {
  readonly rss: number;
}

const program = fileURLToPath(new URL('./case-process.ts', import.meta.url));

const ends = ['exit', 'error'] as const;

/** Tries cases in a child process, which is replaced when it crashes or hangs. */
export class CaseRunner {
  readonly #patience: number;
  #child: ChildProcess | undefined;
  #started: Promise<unknown> = Promise.resolve();

  /** @param patience how long a case may take, in milliseconds */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Never rejects: a crash and a hang are outcomes, too. */
  async try(question: Question): Promise<Answer> {
    if (this.#child === undefined) {
      this.#child = fork(program, { execArgv: ['--import', 'tsx'], serialization: 'advanced' });
      // On a busy machine a start takes longer than any case may.
      this.#started = new Promise((ready) => {
        for (const event of ['message', ...ends]) this.#child?.once(event, ready);
      });
    }
    const child = this.#child;
    await this.#started;
    let resolve: (answer: Answer) => void = () => {};
    const promise = new Promise<Answer>((done) => {
      resolve = done;
    });
    const lost = (outcome: string, problem: string): void => {
      this.#child = undefined;
      child.kill('SIGKILL');
      resolve({ outcome, read: null, problems: [problem], rss: 0 });
    };
    const timer = setTimeout(() => lost('hang', `no answer within ${this.#patience} ms`), this.#patience);
    const onMessage = (answer: Answer): void => resolve(answer);
    const onEnd = (...why: unknown[]): void => lost('crash', `the process ended: ${why.join(' ')}`);
    child.once('message', onMessage);
    for (const event of ends) child.once(event, onEnd);
    child.send(question);
    const answer = await promise;
    clearTimeout(timer);
    child.off('message', onMessage);
    for (const event of ends) child.off(event, onEnd);
    return answer;
  }

  close(): void {
    this.#child?.disconnect();
    this.#child = undefined;
  }
}
