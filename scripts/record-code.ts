import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, MessageChannel, MessagePort, Worker, workerData } from 'node:worker_threads';
import { globSync } from 'tinyglobby';
import { codeCacheOf, compileBundle, optimiseLate, runCompiled } from '../src/bundle.ts';

/**
 * Run by the build as the command with its arguments: makes a report, and its page once more in a thread like the one that
 * draws pages, and writes beside each bundle the code that Node compiled of it by then.
 */
const dist = join(process.cwd(), 'dist');

/** Runs a bundle, and gives the function that writes its compiled code. */
function record(name: string): () => void {
  const bundle = join(dist, name);
  const script = compileBundle(bundle);
  runCompiled(script, bundle);
  return () => writeFileSync(codeCacheOf(bundle), script.createCachedData());
}

function recordPage(output: string): void {
  const { port1, port2 } = new MessageChannel();
  const renderer = new Worker(__filename, { workerData: port2, transferList: [port2] });
  const [report] = globSync('*/report.json', { cwd: output, absolute: true });
  if (report === undefined) throw new Error(`no report was made in ${output}`);
  renderer.once('message', () => port1.postMessage('done'));
  renderer.postMessage({
    number: 1,
    what: 'page',
    report: JSON.parse(readFileSync(report, 'utf8')),
    options: { locale: 'en' },
  });
  port1.once('message', () => {
    port1.close();
    renderer.unref();
  });
}

if (isMainThread) {
  optimiseLate();
  const write = record('program.js');
  process.once('beforeExit', () => {
    write();
    recordPage(process.argv.at(-1) ?? '');
  });
} else if (workerData instanceof MessagePort) {
  const port: MessagePort = workerData;
  const write = record('page-renderer.js');
  port.once('message', () => {
    write();
    port.postMessage('written');
  });
}
