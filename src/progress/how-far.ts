/** How far some work is: of the bytes of files, or of a number of things. */
export type HowFar =
  | {
      readonly of: 'bytes';
      readonly done: number;
      readonly total: number;
      /** About how many rows they held; null where nobody can tell. */
      readonly rows: number | null;
    }
  | { readonly of: 'count'; readonly done: number; readonly total: number };

/** Asked whenever it is shown, and not at all where it is not; null where nobody knows. */
export type AskHowFar = () => HowFar | null;

/** How much of the whole is done: 0 to 1. */
export function fractionOf({ done, total }: HowFar): number {
  return total === 0 ? 0 : Math.min(1, Math.max(0, done / total));
}
