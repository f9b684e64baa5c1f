import type { Place, Size } from './grid.ts';

export interface PlacedWidget extends Place, Size {
  readonly id: string;
  /** One of the views that its section has. */
  readonly view: string;
}

/** What can be placed: the sections in the order of the default page. */
export type Catalogue = readonly {
  readonly id: string;
  /** The first is the one that is shown unless another is chosen. */
  readonly views: readonly [string, ...string[]];
  readonly size: Size;
}[];

/** An arrangement of all sections of a catalogue: each is placed, without overlap and in reading order, or removed. */
export interface Layout {
  readonly schemaVersion: 1;
  readonly widgets: readonly PlacedWidget[];
  /** In the catalogue's order. */
  readonly removed: readonly string[];
}
