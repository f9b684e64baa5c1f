import type { GridItemHTMLElement, GridStack } from 'gridstack';
import { gridColumns, leastSize } from '../../../layout/grid.ts';
import type { PlacedWidget } from '../../../layout/layout.ts';
import { filledCards } from '../../../render/layout-styles.ts';
import { rowPitch } from '../../../render/widget-room.ts';
import { leaveGrid } from '../../leave-grid.ts';
import { packs } from '../../unpack.ts';
import { added, textSheet } from '../sheet.ts';

/** A widget's place, and its card. */
export interface PlacedCard {
  readonly placed: PlacedWidget;
  readonly section: HTMLElement;
}

const sheet = textSheet();

/** The cards of the page on gridstack's grid, of twelve columns or, on a narrow page, of one. */
export class CardGrid {
  readonly #main: HTMLElement;
  readonly #narrow: boolean;
  /** An element of its own, since gridstack comes back to it after its end, and leaves attributes. */
  readonly #stack = added('div', 'grid-stack');
  readonly #grid: GridStack;
  /** Whether a change comes from here and not from the reader's own hand. */
  #placing = false;

  /** Has to be told what to do once the reader has moved or resized a card by hand. */
  constructor(main: HTMLElement, cards: readonly PlacedCard[], narrow: boolean, changed: () => void) {
    const { grid } = packs();
    if (grid === undefined) throw new Error('the grid is not unpacked yet');
    this.#main = main;
    this.#narrow = narrow;
    sheet.set(`@media screen{${grid.styles}\n${filledCards}}`);
    main.className = 'editing';
    this.#stack.append(...cards.map((card) => this.#item(card)));
    main.replaceChildren(this.#stack);
    const made = grid.GridStack.init(
      {
        column: narrow ? 1 : gridColumns,
        cellHeight: rowPitch,
        margin: 8,
        animate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
        draggable: { handle: '.widget-head', cancel: 'button, input, label, .menu' },
        resizable: { handles: 'se' },
        alwaysShowResizeHandle: true,
      },
      this.#stack,
    );
    if (made === null) throw new Error('the grid could not be made');
    made.on('change', () => {
      if (!this.#placing) changed();
    });
    this.#grid = made;
  }

  add(card: PlacedCard): void {
    const item = this.#item(card);
    this.#stack.append(item);
    this.#grid.makeWidget(item);
    item.scrollIntoView({ block: 'nearest' });
  }

  remove(id: string): void {
    const item = this.itemOf(id);
    if (item !== undefined) this.#grid.removeWidget(item);
  }

  itemOf(id: string): GridItemHTMLElement | undefined {
    return this.#items().find((item) => item.getAttribute('gs-id') === id);
  }

  /** Brings the cards to places that were worked out elsewhere. */
  place(widgets: readonly PlacedWidget[]): void {
    this.#placing = true;
    this.#grid.batchUpdate();
    // From top to bottom, so that nobody is pushed away by one that is still to move.
    for (const placed of widgets) {
      const node = this.#grid.engine.nodes.find(({ id }) => id === placed.id);
      if (node !== undefined) Object.assign(node, { ...this.#boxOf(placed), _dirty: true });
    }
    this.#grid.batchUpdate(false);
    this.#placing = false;
    this.sort(widgets);
  }

  /** The widgets on the places where the reader left their cards. */
  read(widgets: readonly PlacedWidget[]): readonly PlacedWidget[] {
    return widgets.map((placed) => {
      const node = this.#grid.engine.nodes.find(({ id }) => id === placed.id);
      if (node === undefined) return placed;
      const { x = 0, y = 0, w = 1, h = 1 } = node;
      return { ...placed, row: y, rows: h, ...(this.#narrow ? {} : { column: x, columns: w }) };
    });
  }

  /** The order of the cards in the page is the order in which they are read and tabbed through. */
  sort(widgets: readonly PlacedWidget[]): void {
    const items = this.#items();
    const order = widgets.map(({ id }) => id);
    const place = (item: GridItemHTMLElement): number => order.indexOf(item.getAttribute('gs-id') ?? '');
    const sorted = [...items].sort((one, other) => place(one) - place(other));
    if (sorted.every((item, index) => item === items[index])) return;
    // Around the one that is in use: what leaves its place loses the keyboard, and its open menu.
    const inUse = (item: HTMLElement): boolean =>
      item.matches(':focus-within') || item.querySelector('.menu') !== null;
    const at = Math.max(0, sorted.findIndex(inUse));
    sorted[at]?.before(...sorted.slice(0, at));
    sorted[at]?.after(...sorted.slice(at + 1));
  }

  /** Takes the cards off again. */
  close(): void {
    this.#grid.destroy(false);
    sheet.set('');
    leaveGrid(this.#main);
  }

  #items(): GridItemHTMLElement[] {
    return [...this.#stack.querySelectorAll<GridItemHTMLElement>(':scope > .grid-stack-item')];
  }

  #item({ placed, section }: PlacedCard): HTMLElement {
    const item = added('div', 'grid-stack-item');
    const box = {
      ...this.#boxOf(placed),
      'min-w': this.#narrow ? 1 : leastSize.columns,
      'min-h': leastSize.rows,
    };
    item.setAttribute('gs-id', placed.id);
    for (const [name, value] of Object.entries(box)) item.setAttribute(`gs-${name}`, String(value));
    section.className = 'widget grid-stack-item-content';
    item.append(section);
    return item;
  }

  /** A place in the words of gridstack. */
  #boxOf({ column, row, columns, rows }: PlacedWidget): Readonly<Record<'x' | 'y' | 'w' | 'h', number>> {
    return this.#narrow ? { x: 0, y: row, w: 1, h: rows } : { x: column, y: row, w: columns, h: rows };
  }
}
