import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../package-root.ts';
import type { Report } from '../report/report.ts';
import type { PageOptions } from './html.ts';

/** What the worker is asked. */
export interface PageRequest {
  readonly number: number;
  readonly report: Report;
  readonly options: PageOptions;
}

/** What the worker answers: the page, or what went wrong with it. */
export type PageAnswer =
  | { readonly number: number; readonly html: string }
  | { readonly number: number; readonly error: unknown };

/** Renders pages in a thread of its own, so that the chart libraries load and draw while the engine is being asked. */
export interface PageRenderer {
  readonly render: (report: Report, options: PageOptions) => Promise<string>;
}

let opened: PageRenderer | undefined;

/** The page renderer of this process. Its thread is started by the first call and gets ready by itself. */
export function openPageRenderer(): PageRenderer {
  opened ??= startPageRenderer();
  return opened;
}

function startPageRenderer(): PageRenderer {
  const worker = new Worker(join(packageRoot(), 'dist/worker.js'));
  const waiting = new Map<number, Waiting>();
  let requests = 0;
  let failure: unknown;
  const fail = (error: unknown): void => {
    failure ??= error;
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the page renderer ended')));
  worker.on('message', (answer: PageAnswer) => {
    const request = waiting.get(answer.number);
    waiting.delete(answer.number);
    // A thread that nobody waits for must not keep the process alive.
    if (waiting.size === 0) worker.unref();
    if ('html' in answer) request?.resolve(answer.html);
    else request?.reject(answer.error);
  });
  worker.unref();
  return {
    render: (report, options) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        requests += 1;
        waiting.set(requests, { resolve, reject });
        worker.ref();
        worker.postMessage({ number: requests, report, options } satisfies PageRequest);
      }),
  };
}

interface Waiting {
  readonly resolve: (html: string) => void;
  readonly reject: (error: unknown) => void;
}
