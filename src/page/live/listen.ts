/** What a page hears of its report. */
interface Heard {
  /** The stamp of the present report, and how old that is in milliseconds; now, and whenever there is a newer one. */
  readonly stamp: (stamp: string, age: number) => void;
  readonly lost: () => void;
}

/** The server says something at least every 15 seconds: after this silence, in milliseconds, it is gone, whatever the browser believes. */
const longestSilence = 40_000;

/** Before another try where the browser makes none, in milliseconds. */
const pause = 3000;

/**
 * Listens to the events of a page as long as the page is seen: a browser keeps few connections to a server, and a page that
 * nobody looks at is to leave them to others.
 */
export function listen(address: string, { stamp, lost }: Heard): void {
  let source: EventSource | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let next: ReturnType<typeof setTimeout> | undefined;

  const close = (): void => {
    clearTimeout(silence);
    clearTimeout(next);
    source?.close();
    source = undefined;
  };
  const tryAgain = (): void => {
    close();
    lost();
    next = setTimeout(open, pause);
  };
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(tryAgain, longestSilence);
  };
  const open = (): void => {
    close();
    if (document.hidden) return;
    const opened = new EventSource(address);
    source = opened;
    heard();
    opened.addEventListener('alive', heard);
    opened.addEventListener('stamp', ({ data }) => {
      heard();
      const told: { readonly stamp: string; readonly age: number } = JSON.parse(data);
      stamp(told.stamp, told.age);
    });
    opened.addEventListener('error', () => {
      // A browser gives up where the server refuses, or is not there at all; some do, some do not.
      if (opened.readyState === EventSource.CLOSED) tryAgain();
      else lost();
    });
  };
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  open();
}
