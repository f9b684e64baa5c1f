const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const cleaners = new Set<() => void>();

/**
 * Runs a clean-up (synchronous, must not throw) when this process ends before the clean-up was taken back: by exit, by an
 * uncaught error, or by a signal that nobody else handles. Returns the function that takes it back.
 */
export function atExit(clean: () => void): () => void {
  if (cleaners.size === 0) {
    process.on('exit', cleanAll);
    for (const signal of signals) {
      // First in line, to see those that listen once and are gone when their turn has come.
      process.prependListener(signal, onSignal);
    }
  }
  cleaners.add(clean);
  return () => {
    if (cleaners.delete(clean) && cleaners.size === 0) {
      stopListening();
    }
  };
}

function cleanAll(): void {
  for (const clean of cleaners) {
    clean();
  }
  cleaners.clear();
  stopListening();
}

function onSignal(signal: NodeJS.Signals): void {
  // Whoever else handles the signal decides when this process ends, and may need the files until then.
  if (process.listenerCount(signal) > 1) return;
  cleanAll();
  // Our listener kept the signal from ending the process; let it do so now.
  process.kill(process.pid, signal);
}

function stopListening(): void {
  process.off('exit', cleanAll);
  for (const signal of signals) {
    process.off(signal, onSignal);
  }
}
