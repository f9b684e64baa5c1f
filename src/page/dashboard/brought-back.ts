/** What a page leaves in its place in the history before it is loaded again: that outlasts it even where storage is denied. */
export interface LeftPage {
  /** All that the reader changed, as a page that is saved as a file carries it; for a report only. */
  readonly state: string | undefined;
  /** What was read: an element by its id, and how far below the top of the window it was, in pixels. */
  readonly read: { readonly id: string; readonly top: number } | undefined;
}

const name = 'emailLiveReport';

/** Leaves this for the page that is loaded next. */
export function leave(left: LeftPage): void {
  history.replaceState({ [name]: left }, '');
}

/** What the page that was here before has left. */
export function leftPage(): LeftPage | undefined {
  return (history.state as Partial<Record<typeof name, LeftPage>> | null)?.[name];
}

/** Has a page that was loaded again begin as the one before it was left. */
export function bringBack(): void {
  const state = leftPage()?.state;
  if (state !== undefined) document.documentElement.dataset.state = state;
}
