/** What part of a delivery's time a report is about. */
export type WindowChoice =
  | { readonly kind: 'all' }
  /** The last stretch of each delivery, counted back from its last event: the same dump gives the same report. */
  | { readonly kind: 'last'; readonly milliseconds: number }
  /** From an instant (included) to another (excluded), in epoch milliseconds; null where open. */
  | { readonly kind: 'between'; readonly from: number | null; readonly to: number | null };

/** A window in epoch milliseconds: `from` is inside, `to` is the first instant outside. */
export interface Window {
  readonly from: number | null;
  readonly to: number | null;
}

const day = 86_400_000;

/** The last 24 hours of a delivery; null where somebody chose a window, or where it has no more than those. */
export function lastDayOf(
  choice: WindowChoice,
  { firstEvent, lastEvent }: { readonly firstEvent: number | null; readonly lastEvent: number | null },
): Window | null {
  if (choice.kind !== 'all' || firstEvent === null || lastEvent === null) return null;
  return lastEvent - firstEvent > day ? windowOf({ kind: 'last', milliseconds: day }, lastEvent) : null;
}

/** The window of a delivery whose last event is known; null where it has none. */
export function windowOf(choice: WindowChoice, lastEvent: number | null): Window {
  switch (choice.kind) {
    case 'all':
      return { from: null, to: null };
    case 'last':
      return { from: lastEvent === null ? null : lastEvent - choice.milliseconds, to: null };
    case 'between':
      return { from: choice.from, to: choice.to };
  }
}
