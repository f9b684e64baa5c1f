import type { FollowedPage } from './followed-page.ts';

interface Outcome {
  readonly updated: () => void;
  /** The newer page has other scripts: it has to be loaded. */
  readonly impossible: () => void;
}

/** Between two tries to get a page that was told of and is not there yet, in milliseconds. */
const pause = 1000;

const mostTries = 5;

/** After this time, in milliseconds, a page that is still not there is asked for again. */
const longest = 30_000;

/** Brings a page up to date, one step at a time: where reports come faster than they are drawn, only the newest is. */
export class Renewal {
  readonly #page: FollowedPage;
  readonly #outcome: Outcome;
  #wanted = shownStamp();
  #isRunning = false;

  constructor(page: FollowedPage, outcome: Outcome) {
    this.#page = page;
    this.#outcome = outcome;
  }

  /** Brings it to the report of this stamp, or a newer one. */
  to(stamp: string): void {
    this.#wanted = stamp;
    if (this.#isRunning || stamp === shownStamp()) return;
    this.#isRunning = true;
    void this.#run().finally(() => {
      this.#isRunning = false;
    });
  }

  async #run(): Promise<void> {
    for (let tries = 0; this.#wanted !== shownStamp() && tries < mostTries; tries += 1) {
      await this.#undisturbed();
      const newer = await fetchPage();
      const stamp = newer?.documentElement.dataset.live;
      if (newer === undefined || stamp === undefined || stamp === shownStamp()) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        continue;
      }
      // Its reader may have begun with something while it was fetched.
      await this.#undisturbed();
      if (!(await this.#page.update(newer))) {
        this.#outcome.impossible();
        return;
      }
      document.documentElement.dataset.live = stamp;
      tries = -1;
      this.#outcome.updated();
    }
  }

  /** Waits until the page is seen, and its reader not about something that a change would disturb. */
  async #undisturbed(): Promise<void> {
    while (document.hidden) {
      await new Promise((resolve) => {
        document.addEventListener('visibilitychange', resolve, { once: true });
      });
    }
    while (this.#page.isBusy()) await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const shownStamp = (): string => document.documentElement.dataset.live ?? '';

/** The page as it is now at the address of this one, as a document whose scripts do not run; undefined where it is not to be had. */
async function fetchPage(): Promise<Document | undefined> {
  try {
    const response = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(longest) });
    if (!response.ok) return undefined;
    // What is there for readers without scripts would be most of a long list.
    const text = (await response.text()).replace(/<noscript>.*?<\/noscript>/gs, '');
    return new DOMParser().parseFromString(text, 'text/html');
  } catch {
    return undefined;
  }
}
