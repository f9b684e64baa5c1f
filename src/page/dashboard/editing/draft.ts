import { compact } from '../../../layout/flow.ts';
import type { Layout, PlacedWidget } from '../../../layout/layout.ts';
import { inOneColumn, outOfOneColumn } from '../../../layout/one-column.ts';
import { widgets } from '../../../render/widgets/index.ts';

/** The arrangement that is worked on; on a narrow page in one column. */
export class Draft {
  /** What it was when the page was last wide enough for several columns. */
  #columns: Layout;
  #layout: Layout;
  #narrow = false;

  constructor(layout: Layout, narrow: boolean) {
    // Without gaps, since the grid has none: what is seen is what is saved.
    this.#columns = compact(layout);
    this.#layout = this.#columns;
    this.fit(narrow);
  }

  /** As it is on the grid. */
  get layout(): Layout {
    return this.#layout;
  }

  get narrow(): boolean {
    return this.#narrow;
  }

  /** As it is to be kept. */
  inColumns(): Layout {
    return this.#narrow ? outOfOneColumn(this.#layout, this.#columns, widgets) : this.#layout;
  }

  change(layout: Layout): void {
    this.#layout = layout;
  }

  /** Goes on in one column or in several. */
  fit(narrow: boolean): void {
    if (narrow === this.#narrow) return;
    this.#columns = this.inColumns();
    this.#layout = narrow ? inOneColumn(this.#columns) : this.#columns;
    this.#narrow = narrow;
  }

  placeOf(id: string): PlacedWidget {
    const placed = this.#layout.widgets.find((one) => one.id === id);
    if (placed === undefined) throw new Error(`${id} is not on the grid`);
    return placed;
  }
}
