import { type Direction, moveWidget, removeWidget, resizeWidget } from '../../../layout/arrange.ts';
import { completeLayout } from '../../../layout/complete-layout.ts';
import { compact, flow } from '../../../layout/flow.ts';
import { gridColumns } from '../../../layout/grid.ts';
import type { Layout, PlacedWidget } from '../../../layout/layout.ts';
import { layoutText } from '../../../layout/layout-text.ts';
import { widgets } from '../../../render/widgets/index.ts';
import { announce } from '../announcer.ts';
import { storeLayout } from '../layout-store.ts';
import type { MenuItem } from '../menu.ts';
import { downloadLayout } from '../report-menu.ts';
import type { PageState, ReportPage } from '../report-page.ts';
import { added } from '../sheet.ts';
import { cardControls } from './card-controls.ts';
import { CardGrid, type PlacedCard } from './card-grid.ts';
import { Draft } from './draft.ts';
import { editBar } from './edit-bar.ts';

/** Pages up to this width have their widgets in one column (grid.css): there they can be put in order, but not side by side. */
const greatestColumnWidth = 640;

/** One go at arranging the page: from Modify to Save or Cancel. */
export class Editing {
  readonly #page: ReportPage;
  readonly #ended: () => void;
  readonly #before: PageState;
  readonly #bar: HTMLElement;
  /** Ends what is listened for. */
  readonly #listening = new AbortController();
  #draft: Draft;
  #grid: CardGrid;

  /** Begins it. */
  constructor(page: ReportPage, ended: () => void) {
    this.#page = page;
    this.#ended = ended;
    this.#before = page.state;
    const { text } = page.format;
    this.#bar = editBar(
      {
        save: () => this.#save(),
        file: () => downloadLayout(page, this.#result()),
        add: () => this.#removedItems(),
        reset: () => void this.#reset(),
        cancel: () => void this.#cancel(),
      },
      text,
    );
    document.querySelector('.notice')?.remove();
    page.main.before(this.#bar);
    this.#draft = new Draft(page.layout, this.#isNarrow());
    this.#grid = this.#open();
    addEventListener('resize', () => this.#fit(), { signal: this.#listening.signal });
    announce(`${text('edit.started')}. ${text('edit.hint')}`);
    this.#bar.querySelector('button')?.focus();
  }

  /** As wide as the bar is the page, whatever it shows. */
  #isNarrow(): boolean {
    return this.#bar.offsetWidth <= greatestColumnWidth;
  }

  #open(): CardGrid {
    const { narrow, layout } = this.#draft;
    const cards = layout.widgets.flatMap((placed) => this.#card(placed));
    const grid = new CardGrid(this.#page.main, cards, narrow, () => this.#readGrid());
    this.#page.redrawAll();
    return grid;
  }

  /** Goes on with the same in another number of columns where the window has become wide enough for them, or too narrow. */
  #fit(): void {
    const narrow = this.#isNarrow();
    if (narrow === this.#draft.narrow) return;
    const focused = document.activeElement;
    const id = focused?.closest('.grid-stack-item')?.getAttribute('gs-id') ?? '';
    this.#grid.close();
    this.#draft.fit(narrow);
    this.#grid = this.#open();
    for (const name of controls) if (focused?.classList.contains(name)) this.#focus(id, name);
  }

  /** The card of a widget, with the buttons to arrange it. */
  #card(placed: PlacedWidget): readonly PlacedCard[] {
    const { id } = placed;
    const widget = widgets.find((one) => one.id === id);
    if (widget === undefined) return [];
    const section = this.#page.sectionOf(id) ?? this.#page.card(widget);
    const directions = this.#draft.narrow
      ? (['up', 'down'] as const)
      : (['left', 'right', 'up', 'down'] as const);
    const actions = {
      move: (direction: Direction) => this.#move(id, direction),
      resize: (direction: Direction) => this.#resize(id, direction),
      remove: () => this.#remove(id),
    };
    const { text } = this.#page.format;
    section.querySelector('.widget-head')?.append(cardControls(this.#titleOf(id), directions, actions, text));
    return [{ placed, section }];
  }

  #move(id: string, direction: Direction): void {
    this.#change(moveWidget(this.#draft.layout, id, direction));
    const { column, row } = this.#draft.placeOf(id);
    const place = { title: this.#titleOf(id), column: String(column + 1), row: String(row + 1) };
    announce(this.#page.format.text('edit.moved', place));
  }

  #resize(id: string, direction: Direction): void {
    this.#change(resizeWidget(this.#draft.layout, id, direction));
    const { columns, rows } = this.#draft.placeOf(id);
    const size = { title: this.#titleOf(id), columns: String(columns), rows: String(rows) };
    announce(this.#page.format.text('edit.resized', size));
  }

  #remove(id: string): void {
    const { text } = this.#page.format;
    const { layout } = this.#draft;
    if (layout.widgets.length === 1) {
      announce(text('edit.lastWidget'));
      return;
    }
    const index = layout.widgets.findIndex((placed) => placed.id === id);
    this.#grid.remove(id);
    this.#change(removeWidget(layout, id));
    announce(text('edit.removed', { title: this.#titleOf(id) }));
    const left = this.#draft.layout.widgets;
    this.#focus(left[Math.min(index, left.length - 1)]?.id ?? '', 'edit-remove');
  }

  #removedItems(): readonly MenuItem[] {
    const { removed } = this.#draft.layout;
    if (removed.length === 0) {
      return [{ kind: 'words', label: this.#page.format.text('edit.nothingToAdd') }];
    }
    return removed.map((id) => ({ kind: 'action', label: this.#titleOf(id), run: () => this.#add(id) }));
  }

  #add(id: string): void {
    const widget = widgets.find((one) => one.id === id);
    if (widget === undefined) return;
    const { narrow, layout } = this.#draft;
    const size = { ...widget.size, columns: narrow ? gridColumns : widget.size.columns };
    const placed = flow([{ id, ...size, view: this.#page.lookOf(widget).view }], layout.widgets);
    this.#draft.change({
      ...layout,
      widgets: [...layout.widgets, ...placed],
      removed: layout.removed.filter((one) => one !== id),
    });
    for (const card of placed.flatMap((one) => this.#card(one))) this.#grid.add(card);
    this.#page.redraw(widget);
    this.#readGrid();
    announce(this.#page.format.text('edit.added', { title: this.#titleOf(id) }));
    this.#focus(id, 'edit-move');
  }

  /** Brings the grid to a layout that was worked out here. */
  #change(layout: Layout): void {
    this.#draft.change(layout);
    this.#grid.place(layout.widgets);
  }

  /** Takes over what the reader did by hand. */
  #readGrid(): void {
    const { layout } = this.#draft;
    const placed = this.#grid.read(layout.widgets);
    this.#draft.change(completeLayout(placed, new Set(layout.removed), widgets));
    this.#grid.sort(this.#draft.layout.widgets);
  }

  async #reset(): Promise<void> {
    this.#grid.close();
    await this.#page.arrange(this.#made());
    this.#draft = new Draft(this.#made(), this.#isNarrow());
    this.#grid = this.#open();
    announce(this.#page.format.text('edit.wasReset'));
  }

  /** Keeps the arrangement; one that is as the page came is not kept, but forgotten. */
  #save(): void {
    const result = this.#result();
    const { text } = this.#page.format;
    const changed = layoutText(result) !== layoutText(compact(this.#made()));
    const kept = storeLayout(changed ? result : null);
    this.#grid.close();
    void this.#page.arrange(changed ? result : this.#page.embedded.layout, this.#page.state.looks);
    this.#finish(kept ? text('edit.saved') : text('edit.notStored'), !kept);
  }

  async #cancel(): Promise<void> {
    this.#grid.close();
    await this.#page.arrange(this.#before.layout, this.#before.looks);
    this.#finish(this.#page.format.text('edit.canceled'), false);
  }

  #finish(words: string, lasting: boolean): void {
    this.#listening.abort();
    this.#bar.remove();
    this.#ended();
    announce(words);
    if (!lasting) return;
    const notice = added('p', 'notice');
    notice.textContent = words;
    document.querySelector('.head')?.append(notice);
  }

  /** The arrangement that the report came with. */
  #made(): Layout {
    return this.#page.embedded.layout ?? this.#page.usualLayout;
  }

  /** The arrangement as it is to be kept, with the views of now. */
  #result(): Layout {
    const layout = this.#draft.inColumns();
    const views = new Map(this.#page.layout.widgets.map(({ id, view }) => [id, view]));
    const placed = layout.widgets.map((one) => ({ ...one, view: views.get(one.id) ?? one.view }));
    return completeLayout(placed, new Set(layout.removed), widgets);
  }

  #focus(id: string, control: (typeof controls)[number]): void {
    this.#grid.itemOf(id)?.querySelector<HTMLElement>(`.${control}`)?.focus();
  }

  #titleOf(id: string): string {
    const widget = widgets.find((one) => one.id === id);
    return widget === undefined ? id : this.#page.format.text(widget.title);
  }
}

const controls = ['edit-move', 'edit-resize', 'edit-remove'] as const;
