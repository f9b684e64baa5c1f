/**
 * Aborted by the signals that ask a process to end: the report at hand is finished first. Whoever presses Ctrl-C a second time
 * does not want to wait for that.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  process.on('SIGTERM', () => controller.abort());
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}
