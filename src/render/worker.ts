import { parentPort } from 'node:worker_threads';
import { renderHtml } from './html.ts';
import type { RenderAnswer, RenderRequest } from './page-worker.ts';
import { warmUp } from './warm-up.ts';

/** Runs in a thread of its own: renders the pages and mails that it is asked for. */
const port = parentPort;
if (port === null) throw new Error('render/worker runs in a worker thread only');

const answer = async (request: RenderRequest): Promise<RenderAnswer> => {
  const { number, report } = request;
  try {
    if (request.what === 'page') return { number, html: renderHtml(report, request.options) };
    // What mails take besides is loaded for the first of them.
    const { renderEmail } = await import('./email.ts');
    return { number, email: renderEmail(report, request.options) };
  } catch (error) {
    return { number, error };
  }
};

port.on('message', async (request: RenderRequest) => port.postMessage(await answer(request)));
warmUp();
