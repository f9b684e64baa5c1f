/** What makes a page follow its report: it notices when a newer one is there. */
export interface LivePage {
  /** Which report the page shows: `stampOfReport`, `stampOfIndex`. */
  readonly stamp: string;
  /** After how many seconds the page is loaded again, where nothing better tells it of a newer report; null for never. */
  readonly refreshSeconds: number | null;
}
