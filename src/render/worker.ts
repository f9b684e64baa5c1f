import { parentPort } from 'node:worker_threads';
import { renderHtml } from './html.ts';
import type { PageAnswer, PageRequest } from './page-worker.ts';
import { warmUp } from './warm-up.ts';

/** Runs in a thread of its own: renders the pages that it is asked for, one after the other. */
const port = parentPort;
if (port === null) throw new Error('render/worker runs in a worker thread only');

const answer = ({ number, report, options }: PageRequest): PageAnswer => {
  try {
    return { number, html: renderHtml(report, options) };
  } catch (error) {
    return { number, error };
  }
};

port.on('message', (request: PageRequest) => port.postMessage(answer(request)));
warmUp();
