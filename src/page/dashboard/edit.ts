import type { GridItemHTMLElement, GridStack, GridStackNode } from 'gridstack';
import { type Direction, moveWidget, removeWidget, resizeWidget } from '../../layout/arrange.ts';
import { completeLayout, defaultLayout } from '../../layout/complete-layout.ts';
import { flow } from '../../layout/flow.ts';
import { gridColumns, leastSize } from '../../layout/grid.ts';
import type { Layout, PlacedWidget } from '../../layout/layout.ts';
import { filledCards } from '../../render/layout-styles.ts';
import { rowPitch } from '../../render/widget-room.ts';
import { widgets } from '../../render/widgets/index.ts';
import { packs, runPack } from '../unpack.ts';
import { announce } from './announcer.ts';
import { storeLayout } from './layout-store.ts';
import { type MenuItem, menuButton } from './menu.ts';
import { downloadLayout } from './report-menu.ts';
import type { PageState, ReportPage } from './report-page.ts';
import { added, textSheet } from './sheet.ts';

/** Narrower pages have their widgets in one column: there they can be put in order, but not side by side. */
const leastColumnsWidth = 640;

/** Lets the reader arrange the page: the Modify button and all that it leads to. */
export function enableEditing(page: ReportPage): void {
  const tools = document.getElementById('report-tools');
  const modify = document.querySelector<HTMLButtonElement>('#modify');
  if (tools === null || modify === null) return;
  let isEditing = false;
  modify.addEventListener('click', async () => {
    // Unpacking takes a moment, in which a second click may follow the first.
    if (isEditing) return;
    isEditing = true;
    await page.needCharts();
    if (packs().grid === undefined) await runPack('grid');
    const editing = new Editing(page, () => {
      isEditing = false;
      tools.hidden = false;
      modify.focus();
    });
    tools.hidden = true;
    editing.begin();
  });
  tools.hidden = false;
}

const gridSheet = textSheet();

/** One go at arranging the page: from Modify to Save or Cancel. */
class Editing {
  readonly #page: ReportPage;
  readonly #ended: () => void;
  readonly #before: PageState;
  readonly #bar = added('div', 'edit-bar');
  readonly #narrow: boolean;
  /** What is arranged; of a narrow page every widget has the width of the grid. */
  #layout: Layout;
  #grid: GridStack | undefined;
  /** Whether a change comes from here and not from the reader's own hand. */
  #placing = false;

  constructor(page: ReportPage, ended: () => void) {
    this.#page = page;
    this.#ended = ended;
    this.#before = page.state;
    this.#narrow = page.main.clientWidth < leastColumnsWidth;
    this.#layout = this.#fitted(page.layout);
  }

  begin(): void {
    const { text } = this.#page.format;
    this.#bar.setAttribute('role', 'group');
    this.#bar.setAttribute('aria-label', text('edit.label'));
    this.#fillBar();
    document.querySelector('.notice')?.remove();
    this.#page.main.before(this.#bar);
    this.#open();
    announce(`${text('edit.started')}. ${text('edit.hint')}`);
    this.#bar.querySelector('button')?.focus();
  }

  #fillBar(): void {
    const { text } = this.#page.format;
    const button = (label: string, className: string, run: () => void): HTMLButtonElement => {
      const element = added('button', className);
      element.type = 'button';
      element.textContent = label;
      element.addEventListener('click', run);
      return element;
    };
    const hint = added('p', 'edit-hint');
    hint.textContent = text('edit.hint');
    const add = added('button', 'button edit-add');
    add.type = 'button';
    add.textContent = text('edit.add');
    add.setAttribute('aria-haspopup', 'menu');
    menuButton(add, () => this.#removedItems());
    this.#bar.append(
      hint,
      button(text('edit.save'), 'button primary edit-save', () => this.#save()),
      button(text('edit.file'), 'button edit-file', () => downloadLayout(this.#page, this.#result())),
      add,
      button(text('edit.reset'), 'button edit-reset', () => void this.#reset()),
      button(text('edit.cancel'), 'button edit-cancel', () => void this.#cancel()),
    );
  }

  /** Puts the cards on gridstack's grid. */
  #open(): void {
    const { main } = this.#page;
    const { grid } = packs();
    if (grid === undefined) throw new Error('the grid is not unpacked yet');
    gridSheet.set(`${grid.styles}\n${filledCards}`);
    main.classList.remove('laid-out', 'grid');
    main.classList.add('editing', 'grid-stack');
    main.replaceChildren(...this.#layout.widgets.flatMap((placed) => this.#item(placed)));
    const onGrid = grid.GridStack.init(
      {
        column: this.#narrow ? 1 : gridColumns,
        cellHeight: rowPitch,
        margin: 8,
        animate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
        draggable: { handle: '.widget-head', cancel: 'button, input, label' },
        resizable: { handles: 'se' },
        alwaysShowResizeHandle: true,
      },
      main,
    );
    if (onGrid === null) throw new Error('the grid could not be made');
    onGrid.on('change', () => this.#readGrid());
    this.#grid = onGrid;
    this.#page.redrawAll();
  }

  #item(placed: PlacedWidget): readonly HTMLElement[] {
    const widget = widgets.find(({ id }) => id === placed.id);
    if (widget === undefined) return [];
    const section = this.#page.sectionOf(placed.id) ?? this.#page.card(widget);
    section.className = 'widget grid-stack-item-content';
    const item = added('div', 'grid-stack-item');
    const place = {
      id: placed.id,
      x: this.#narrow ? 0 : placed.column,
      y: placed.row,
      w: this.#narrow ? 1 : placed.columns,
      h: placed.rows,
      'min-w': this.#narrow ? 1 : leastSize.columns,
      'min-h': leastSize.rows,
    };
    for (const [name, value] of Object.entries(place)) item.setAttribute(`gs-${name}`, String(value));
    item.append(section);
    section.querySelector('.widget-head')?.append(this.#controls(placed.id));
    return [item];
  }

  /** The buttons of a card by which it is arranged without a mouse. */
  #controls(id: string): HTMLElement {
    const { text } = this.#page.format;
    const title = this.#titleOf(id);
    const controls = added('div', 'edit-controls');
    const control = (name: 'move' | 'resize' | 'remove'): HTMLButtonElement => {
      const button = added('button', `icon-button edit-${name}`);
      button.type = 'button';
      const label = text(`edit.${name}`, { title });
      button.setAttribute('aria-label', label);
      button.title = label;
      controls.append(button);
      return button;
    };
    control('move').addEventListener('keydown', (event) => {
      this.#arrow(event, (direction) => {
        this.#change(moveWidget(this.#layout, id, direction));
        const { column, row } = this.#placedOf(id);
        announce(text('edit.moved', { title, column: String(column + 1), row: String(row + 1) }));
      });
    });
    control('resize').addEventListener('keydown', (event) => {
      this.#arrow(event, (direction) => {
        this.#change(resizeWidget(this.#layout, id, direction));
        const { columns, rows } = this.#placedOf(id);
        announce(text('edit.resized', { title, columns: String(columns), rows: String(rows) }));
      });
    });
    control('remove').addEventListener('click', () => this.#remove(id));
    return controls;
  }

  #arrow(event: KeyboardEvent, run: (direction: Direction) => void): void {
    const direction = ({ ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const)[
      event.key
    ];
    if (direction === undefined) return;
    event.preventDefault();
    const across = direction === 'left' || direction === 'right';
    if (!(this.#narrow && across)) run(direction);
    if (event.target instanceof HTMLElement) event.target.scrollIntoView({ block: 'nearest' });
  }

  /** Brings the grid to a layout that was worked out here. */
  #change(layout: Layout): void {
    this.#layout = layout;
    const grid = this.#grid;
    if (grid === undefined) return;
    this.#placing = true;
    grid.batchUpdate();
    // From top to bottom, so that nobody is pushed away by one that is still to move.
    for (const { id, column, row, columns, rows } of layout.widgets) {
      const node = grid.engine.nodes.find((one) => one.id === id);
      if (node === undefined) continue;
      Object.assign(node, {
        ...{ x: this.#narrow ? 0 : column, y: row },
        ...{ w: this.#narrow ? 1 : columns, h: rows },
        _dirty: true,
      });
    }
    grid.batchUpdate(false);
    this.#placing = false;
    this.#sortCards();
  }

  /** Takes over what the reader did by hand. */
  #readGrid(): void {
    if (this.#placing) return;
    const nodes = this.#grid?.engine.nodes ?? [];
    const widgets = this.#layout.widgets.map((placed) => {
      const node = nodes.find(({ id }) => id === placed.id);
      return node === undefined ? placed : this.#placedAt(placed, node);
    });
    this.#layout = {
      ...this.#layout,
      widgets: completeLayout(widgets, new Set(this.#layout.removed), []).widgets,
    };
    this.#sortCards();
  }

  #placedAt(placed: PlacedWidget, { x = 0, y = 0, w = 1, h = 1 }: GridStackNode): PlacedWidget {
    return this.#narrow
      ? { ...placed, row: y, rows: h }
      : { ...placed, column: x, row: y, columns: w, rows: h };
  }

  /** The order of the cards in the page is the order in which they are read and tabbed through. */
  #sortCards(): void {
    const { main } = this.#page;
    const items = [...main.querySelectorAll<GridItemHTMLElement>(':scope > .grid-stack-item')];
    const order = this.#layout.widgets.map(({ id }) => id);
    const place = (item: GridItemHTMLElement): number => order.indexOf(item.getAttribute('gs-id') ?? '');
    const sorted = [...items].sort((one, other) => place(one) - place(other));
    if (sorted.every((item, index) => item === items[index])) return;
    const focused = document.activeElement;
    main.append(...sorted);
    if (focused instanceof HTMLElement && main.contains(focused)) focused.focus();
  }

  #remove(id: string): void {
    const { text } = this.#page.format;
    if (this.#layout.widgets.length === 1) {
      announce(text('edit.lastWidget'));
      return;
    }
    const item = this.#itemOf(id);
    const index = this.#layout.widgets.findIndex((placed) => placed.id === id);
    if (item !== undefined) this.#grid?.removeWidget(item);
    this.#change(removeWidget(this.#layout, id));
    announce(text('edit.removed', { title: this.#titleOf(id) }));
    const next = this.#layout.widgets[Math.min(index, this.#layout.widgets.length - 1)];
    if (next !== undefined) this.#itemOf(next.id)?.querySelector<HTMLElement>('.edit-remove')?.focus();
  }

  #removedItems(): readonly MenuItem[] {
    const { text } = this.#page.format;
    if (this.#layout.removed.length === 0) return [{ kind: 'words', label: text('edit.nothingToAdd') }];
    return this.#layout.removed.map((id) => ({
      kind: 'action',
      label: this.#titleOf(id),
      run: () => this.#add(id),
    }));
  }

  #add(id: string): void {
    const widget = widgets.find((one) => one.id === id);
    if (widget === undefined) return;
    const size = { ...widget.size, columns: this.#narrow ? gridColumns : widget.size.columns };
    const [placed] = flow([{ id, ...size, view: this.#page.lookOf(widget).view }], this.#layout.widgets);
    if (placed === undefined) return;
    this.#layout = {
      ...this.#layout,
      widgets: [...this.#layout.widgets, placed],
      removed: this.#layout.removed.filter((one) => one !== id),
    };
    for (const item of this.#item(placed)) {
      this.#page.main.append(item);
      this.#grid?.makeWidget(item);
      item.scrollIntoView({ block: 'nearest' });
    }
    this.#page.redraw(widget);
    this.#readGrid();
    announce(this.#page.format.text('edit.added', { title: this.#titleOf(id) }));
    this.#itemOf(id)?.querySelector<HTMLElement>('.edit-move')?.focus();
  }

  async #reset(): Promise<void> {
    this.#close();
    const made = this.#page.embedded.layout ?? defaultLayout(widgets);
    await this.#page.arrange(made);
    this.#layout = this.#fitted(made);
    this.#open();
    announce(this.#page.format.text('edit.wasReset'));
  }

  /** Keeps the arrangement; one that is as the page came is not kept, but forgotten. */
  #save(): void {
    const result = this.#result();
    const { text } = this.#page.format;
    const made = this.#page.embedded.layout ?? defaultLayout(widgets);
    const changed = JSON.stringify(result) !== JSON.stringify(made);
    const kept = storeLayout(changed ? result : null);
    this.#close();
    void this.#page.arrange(changed ? result : this.#page.embedded.layout, this.#page.state.looks);
    this.#end(kept ? text('edit.saved') : text('edit.notStored'), !kept);
  }

  async #cancel(): Promise<void> {
    this.#close();
    await this.#page.arrange(this.#before.layout, this.#before.looks);
    this.#end(this.#page.format.text('edit.canceled'), false);
  }

  #end(words: string, lasting: boolean): void {
    this.#bar.remove();
    this.#ended();
    announce(words);
    if (!lasting) return;
    const notice = added('p', 'notice');
    notice.textContent = words;
    this.#page.main.before(notice);
  }

  /** Takes the cards off the grid again; what gridstack left on them goes. */
  #close(): void {
    const { main } = this.#page;
    this.#grid?.destroy(false);
    this.#grid = undefined;
    gridSheet.set('');
    const sections = [...main.querySelectorAll<HTMLElement>('[data-section]')];
    for (const section of sections) {
      section.querySelector('.edit-controls')?.remove();
      section.removeAttribute('style');
      section.className = 'widget';
    }
    main.replaceChildren(...sections);
    main.removeAttribute('style');
    main.className = 'grid';
  }

  /** The arrangement as it is to be kept: with the views of now, and on a narrow page with its own widths again. */
  #result(): Layout {
    const views = new Map(this.#page.layout.widgets.map(({ id, view }) => [id, view]));
    const withViews = this.#layout.widgets.map((placed) => ({
      ...placed,
      view: views.get(placed.id) ?? placed.view,
    }));
    const widths = new Map(this.#page.layout.widgets.map(({ id, columns }) => [id, columns]));
    const placed = this.#narrow
      ? flow(withViews.map((one) => ({ ...one, columns: widths.get(one.id) ?? one.columns })))
      : withViews;
    return completeLayout(placed, new Set(this.#layout.removed), widgets);
  }

  #fitted(layout: Layout): Layout {
    if (!this.#narrow) return layout;
    const wide = layout.widgets.map((placed) => ({ ...placed, column: 0, columns: gridColumns }));
    return { ...layout, widgets: flow(wide) };
  }

  #placedOf(id: string): PlacedWidget {
    const placed = this.#layout.widgets.find((one) => one.id === id);
    if (placed === undefined) throw new Error(`${id} is not on the grid`);
    return placed;
  }

  #itemOf(id: string): GridItemHTMLElement | undefined {
    const items = this.#page.main.querySelectorAll<GridItemHTMLElement>(':scope > .grid-stack-item');
    return [...items].find((item) => item.getAttribute('gs-id') === id);
  }

  #titleOf(id: string): string {
    const widget = widgets.find((one) => one.id === id);
    return widget === undefined ? id : this.#page.format.text(widget.title);
  }
}
