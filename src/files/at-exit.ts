const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const cleaners = new Set<() => void>();

/**
 * Runs a clean-up (synchronous, must not throw) when this process ends before the clean-up was taken back: by exit, by an
 * uncaught error, or by a signal. Returns the function that takes it back.
 */
export function atExit(clean: () => void): () => void {
  if (cleaners.size === 0) {
    process.on('exit', cleanAll);
    for (const signal of signals) {
      process.on(signal, onSignal);
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
  cleanAll();
  // Our listener kept the signal from ending the process; unless somebody else handles it, let it do so now.
  if (process.listenerCount(signal) === 0) {
    process.kill(process.pid, signal);
  }
}

function stopListening(): void {
  process.off('exit', cleanAll);
  for (const signal of signals) {
    process.off(signal, onSignal);
  }
}
