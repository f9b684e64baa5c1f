import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../package-root.ts';
import type { Report } from '../report/report.ts';
import type { EmailEdition, EmailOptions } from './email.ts';
import type { PageOptions } from './html.ts';

/** What the worker is asked. */
export type RenderRequest =
  | { readonly number: number; readonly what: 'page'; readonly report: Report; readonly options: PageOptions }
  | {
      readonly number: number;
      readonly what: 'email';
      readonly report: Report;
      readonly options: EmailOptions;
    };

/** What the worker answers: the page or the mail, or what went wrong with it. */
export type RenderAnswer =
  | { readonly number: number; readonly html: string }
  | { readonly number: number; readonly email: EmailEdition }
  | { readonly number: number; readonly error: unknown };

/** Renders in threads of its own, so that the chart libraries load and draw while the engine is being asked. */
export interface PageRenderer {
  /** Tells how many pages are to come: for many of them there are more threads than the one that is there at once. */
  readonly expect: (pages: number) => void;
  readonly render: (report: Report, options: PageOptions) => Promise<string>;
  readonly renderEmail: (report: Report, options: EmailOptions) => Promise<EmailEdition>;
  /** Ends the threads when nothing more is to be rendered: their memory is given back while files are written. */
  readonly close: () => void;
}

let opened: PageRenderer | undefined;

/** The page renderer of this process. Its thread is started by the first call and gets ready by itself. */
export function openPageRenderer(): PageRenderer {
  opened ??= startPageRenderer();
  return opened;
}

/** Getting ready takes a thread as long as some fifteen pages, and 80 MB. */
const pagesPerThread = 30;
const mostThreads = 4;

function startPageRenderer(): PageRenderer {
  const threads: Thread[] = [];
  let hasFailed = false;
  const fail = (failure: unknown): void => {
    if (hasFailed) return;
    hasFailed = true;
    // Whoever asks for a renderer from now on, a later run of a schedule say, gets a new one.
    opened = undefined;
    for (const thread of threads) thread.fail(failure);
  };
  const start = () => threads.push(startThread(fail));
  start();
  const ask = (request: Unnumbered<RenderRequest>): Promise<Rendered> =>
    threads.reduce((idlest, one) => (one.waiting() < idlest.waiting() ? one : idlest)).ask(request);
  return {
    expect: (pages) => {
      const wanted = Math.min(mostThreads, availableParallelism(), Math.ceil(pages / pagesPerThread));
      while (threads.length < wanted) start();
    },
    render: async (report, options) => {
      const answer = await ask({ what: 'page', report, options });
      if ('html' in answer) return answer.html;
      throw new Error('the page renderer made no page');
    },
    renderEmail: async (report, options) => {
      const answer = await ask({ what: 'email', report, options });
      if ('email' in answer) return answer.email;
      throw new Error('the page renderer made no mail');
    },
    close: () => {
      // Whoever asks for a renderer while this one ends gets a new one.
      opened = undefined;
      for (const thread of threads) thread.close();
    },
  };
}

/** A thread that renders what it is asked, one after the other. */
interface Thread {
  readonly ask: (request: Unnumbered<RenderRequest>) => Promise<Rendered>;
  /** How many requests it has not answered yet. */
  readonly waiting: () => number;
  readonly close: () => void;
  /** Fails what it was asked, and all that it is asked from now on. */
  readonly fail: (failure: unknown) => void;
}

function startThread(failed: (failure: unknown) => void): Thread {
  const worker = new Worker(join(packageRoot(), 'dist/worker.js'));
  const waiting = new Map<number, Waiting>();
  let requests = 0;
  let failure: unknown;
  worker.on('error', failed);
  worker.on('exit', () => failed(new Error('the page renderer ended')));
  worker.on('message', (answer: RenderAnswer) => {
    const request = waiting.get(answer.number);
    waiting.delete(answer.number);
    // A thread that nobody waits for must not keep the process alive.
    if (waiting.size === 0) worker.unref();
    if ('error' in answer) request?.reject(answer.error);
    else request?.resolve(answer);
  });
  worker.unref();
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        requests += 1;
        waiting.set(requests, { resolve, reject });
        worker.ref();
        worker.postMessage({ ...request, number: requests } satisfies RenderRequest);
      }),
    waiting: () => waiting.size,
    close: () => void worker.terminate(),
    fail: (cause) => {
      failure ??= cause;
      for (const { reject } of waiting.values()) reject(failure);
      waiting.clear();
    },
  };
}

type Unnumbered<Request> = Request extends unknown ? Omit<Request, 'number'> : never;
type Rendered = Exclude<RenderAnswer, { readonly error: unknown }>;

interface Waiting {
  readonly resolve: (rendered: Rendered) => void;
  readonly reject: (error: unknown) => void;
}
