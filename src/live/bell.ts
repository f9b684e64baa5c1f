/** Rings when something is to be done; whoever waits is woken once, however often it rang. */
export class Bell {
  #hasRung = false;
  #wake: (() => void) | undefined;

  readonly ring = (): void => {
    this.#hasRung = true;
    this.#wake?.();
  };

  /** Takes note that all that it has rung for is being done. */
  hush(): void {
    this.#hasRung = false;
  }

  /** Waits until it rings, for some milliseconds at most or for ever; true where it has rung. Ends at once where it is aborted. */
  async waits(milliseconds: number | null, signal: AbortSignal): Promise<boolean> {
    if (!this.#hasRung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        // Timers of more than 2^31 milliseconds ring at once.
        const timer =
          milliseconds === null ? undefined : setTimeout(resolve, Math.min(milliseconds, 2_000_000_000));
        const wake = (): void => {
          clearTimeout(timer);
          resolve();
        };
        this.#wake = wake;
        signal.addEventListener('abort', wake);
      });
      if (this.#wake !== undefined) signal.removeEventListener('abort', this.#wake);
      this.#wake = undefined;
    }
    return this.#hasRung;
  }
}
