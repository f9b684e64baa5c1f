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

/** Renders in a thread of its own, so that the chart libraries load and draw while the engine is being asked. */
export interface PageRenderer {
  readonly render: (report: Report, options: PageOptions) => Promise<string>;
  readonly renderEmail: (report: Report, options: EmailOptions) => Promise<EmailEdition>;
  /** Ends the thread when nothing more is to be rendered: its memory is given back while files are written. */
  readonly close: () => void;
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
    // Whoever asks for a renderer from now on, a later run of a schedule say, gets a new one.
    opened = undefined;
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the page renderer ended')));
  worker.on('message', (answer: RenderAnswer) => {
    const request = waiting.get(answer.number);
    waiting.delete(answer.number);
    // A thread that nobody waits for must not keep the process alive.
    if (waiting.size === 0) worker.unref();
    if ('error' in answer) request?.reject(answer.error);
    else request?.resolve(answer);
  });
  worker.unref();
  const ask = (request: Unnumbered<RenderRequest>): Promise<Rendered> =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) {
        reject(failure);
        return;
      }
      requests += 1;
      waiting.set(requests, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...request, number: requests } satisfies RenderRequest);
    });
  return {
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
      void worker.terminate();
    },
  };
}

type Unnumbered<Request> = Request extends unknown ? Omit<Request, 'number'> : never;
type Rendered = Exclude<RenderAnswer, { readonly error: unknown }>;

interface Waiting {
  readonly resolve: (rendered: Rendered) => void;
  readonly reject: (error: unknown) => void;
}
