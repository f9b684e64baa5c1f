import type { Drawing, Room } from '../../charts/drawing.ts';
import type { ColorName } from '../../charts/palette.ts';
import type { Layout, PlacedWidget } from '../../layout/layout.ts';
import { textsOf } from '../../locales/texts.ts';
import { type PageReport, pageReport } from '../../render/cut-report.ts';
import type { EmbeddedReport } from '../../render/embedded-report.ts';
import { layoutStyles, leastGridWidth } from '../../render/layout-styles.ts';
import { renderTemplate } from '../../render/templates.ts';
import { usualLayout, usualWidgets } from '../../render/usual-widgets.ts';
import { auditParts } from '../../render/view/audit.ts';
import { type Format, formatWith } from '../../render/view/format.ts';
import { headerView } from '../../render/view/header.ts';
import { rateViews } from '../../render/view/rates.ts';
import { type Draw, type Picture, widgetBody, widgetMarkup } from '../../render/widget-markup.ts';
import { arrangedPlacing, defaultPlacing, flowingColumns, viewNamed } from '../../render/widget-placing.ts';
import { widgets } from '../../render/widgets/index.ts';
import { chartKindOf, isChart, type Widget, type WidgetView } from '../../render/widgets/widget.ts';
import type { SectionId } from '../../report/sections/index.ts';
import type { ShownChoice } from '../../report/shown-figures.ts';
import { makeSortable, sortingOf } from '../sortable-table.ts';
import { packs, runPack } from '../unpack.ts';
import { textSheet } from './sheet.ts';
import { hideTip, likeOf, type SpottedPicture, spotPicture } from './spots.ts';

/** Makes the children of an element those of another, and touches only what differs. */
export type Patch = (element: Element, made: Element | DocumentFragment) => void;

/** What the reader made of a widget. */
interface Look {
  readonly view: WidgetView;
  /** The view to go back to from the table. */
  readonly chartView: WidgetView;
  readonly hidden: ReadonlySet<ColorName>;
}

/** All that a reader changed. */
export interface PageState {
  readonly choice: ShownChoice;
  readonly timezone: string;
  readonly layout: Layout | null;
  readonly looks: Looks;
}

/** What a page that is saved as a file carries along. */
export interface LeftState extends PageState {
  /** When the page was last as it is, in milliseconds. */
  readonly leftAt: number;
}

/** The look of each widget by its id. */
type Looks = Readonly<Record<string, Omit<Look, 'hidden'> & { readonly hidden: readonly ColorName[] }>>;

/** A ring of its natural height is no wider than this, so that its figures stay near their labels. */
const widestRing = 372;

/** What the page shows as it comes. */
const everything: ShownChoice = { window: 'whole', machines: 'excluded' };

/** The report in its page: what is shown of it, how each widget looks, and where it is. */
export class ReportPage {
  #embedded: EmbeddedReport;
  readonly main: HTMLElement;
  /** Called for each card that comes into the page. */
  readonly #enhance: (section: HTMLElement, widget: Widget) => void;
  readonly #looks = new Map<SectionId, Look>();
  readonly #places = textSheet();
  readonly #sizes: ResizeObserver;
  readonly #drawn = new WeakMap<Element, string>();
  /** What to tell of a picture whose chart was drawn anew without it. */
  readonly #spots = new WeakMap<Element, (renewed: SpottedPicture) => void>();
  /** The charts of each widget as they were drawn last, by what they were drawn from. */
  readonly #charts = new Map<SectionId, ReadonlyMap<string, string>>();
  #choice: ShownChoice = everything;
  #timezone: string;
  #layout: Layout | null;
  #format: Format;
  #shown: PageReport;
  #draw: Draw | undefined;
  #unpacked: Promise<void> | undefined;
  #paused = false;
  /** Brings the keyboard back to where it was before a print. */
  #refocus = (): void => {};
  /** Widgets whose charts were drawn for paper. */
  readonly #printed: Widget[] = [];

  constructor(embedded: EmbeddedReport, enhance: (section: HTMLElement, widget: Widget) => void) {
    const main = document.getElementById('widgets');
    if (main === null) throw new Error('the page has no widgets');
    this.main = main;
    this.#embedded = embedded;
    this.#enhance = enhance;
    this.#timezone = embedded.report.window.timezone;
    this.#layout = embedded.layout;
    this.#format = this.#newFormat();
    this.#shown = pageReport(embedded, this.#choice);
    for (const widget of widgets) this.#resetLook(widget, embedded.layout);
    this.#sizes = new ResizeObserver((entries) => {
      for (const { target } of entries) this.#chartResized(target);
    });
  }

  get embedded(): EmbeddedReport {
    return this.#embedded;
  }

  get format(): Format {
    return this.#format;
  }

  get shown(): PageReport {
    return this.#shown;
  }

  get state(): PageState {
    return {
      choice: this.#choice,
      timezone: this.#timezone,
      layout: this.#layout,
      looks: Object.fromEntries(
        [...this.#looks].map(([id, look]) => [id, { ...look, hidden: [...look.hidden] }]),
      ),
    };
  }

  /** The arrangement in force, each widget with the view that it has now. */
  get layout(): Layout {
    const layout = this.#layout ?? this.usualLayout;
    const withView = (placed: PlacedWidget): PlacedWidget => {
      const widget = widgets.find(({ id }) => id === placed.id);
      return widget === undefined ? placed : { ...placed, view: this.lookOf(widget).view };
    };
    return { ...layout, widgets: layout.widgets.map(withView) };
  }

  /** The page as it comes where nobody arranged it, as a layout. */
  get usualLayout(): Layout {
    return usualLayout(pageReport(this.embedded, everything));
  }

  lookOf(widget: Widget): Look {
    return this.#looks.get(widget.id) ?? this.#resetLook(widget, null);
  }

  sectionOf(id: string): HTMLElement | null {
    return this.main.querySelector<HTMLElement>(`[data-section="${CSS.escape(id)}"]`);
  }

  /** Takes over a page as it was made: nothing is drawn anew. */
  takeOver(): void {
    for (const widget of widgets) {
      const section = this.sectionOf(widget.id);
      if (section === null) continue;
      this.#enhance(section, widget);
      this.#showChoice(section, widget);
      this.#makeTelling(section, widget);
      this.#watch(section);
    }
  }

  /** Shows a page in the state that it was saved in. */
  async restore({ choice, timezone, layout, looks }: PageState): Promise<void> {
    await this.arrange(layout, looks);
    await this.show(choice, timezone);
  }

  /** Shows another window, time zone, or with machine activity or without. */
  async show(choice: ShownChoice, timezone: string): Promise<void> {
    await this.needCharts();
    this.#choice = choice;
    this.#timezone = timezone;
    this.#format = this.#newFormat();
    this.#shown = pageReport(this.embedded, choice);
    this.#showHead((selector, markup) => {
      const element = document.querySelector(selector);
      if (element !== null) element.outerHTML = markup;
    });
    this.redrawAll();
  }

  /** What the page says of the report besides its widgets. */
  #showHead(fill: (selector: string, markup: string) => void): void {
    const { facts } = headerView(this.#shown, this.#format);
    fill('.facts', renderTemplate('partials/facts', { facts }, this.#format));
    const account = {
      audit: auditParts(this.#shown.audit, this.#format),
      rates: rateViews(this.#shown, this.#format),
    };
    fill('#account', `<div id="account">${renderTemplate('partials/account', account, this.#format)}</div>`);
  }

  /** Shows a newer report of the same delivery, as the reader has made the page; what is the same in both stays untouched. */
  async update(embedded: EmbeddedReport, patch: Patch): Promise<void> {
    await this.needCharts();
    const { timezone } = this.#embedded.report.window;
    if (this.#timezone === timezone) this.#timezone = embedded.report.window.timezone;
    this.#embedded = embedded;
    this.#format = this.#newFormat();
    this.#shown = pageReport(embedded, this.#choice);
    this.#showHead((selector, markup) => {
      const element = document.querySelector(selector);
      const made = contentOf(markup).firstElementChild;
      if (element !== null && made !== null) patch(element, made);
    });
    if (this.#layout === null) this.#placeUsual();
    for (const widget of widgets) this.#renew(widget, patch);
    this.#remember();
  }

  /** Brings in the widgets that have come to have something to say, and takes out those that have not; the others stay where they are. */
  #placeUsual(): void {
    if (this.main.classList.contains('editing')) return;
    const usual = usualWidgets(pageReport(this.embedded, everything));
    const ids: readonly string[] = usual.map(({ widget }) => widget.id);
    for (const widget of widgets) if (!ids.includes(widget.id)) this.sectionOf(widget.id)?.remove();
    let following: HTMLElement | null = null;
    for (const { widget, columns } of usual.toReversed()) {
      const section: HTMLElement = this.sectionOf(widget.id) ?? this.card(widget);
      const next: Element | null = section.nextElementSibling;
      if (!section.isConnected || next !== following) this.main.insertBefore(section, following);
      this.#span(widget.id, columns);
      following = section;
    }
  }

  /** Brings the card of a widget to the figures of now. Its pictures keep their places and sizes. */
  #renew(widget: Widget, patch: Patch): void {
    const section = this.sectionOf(widget.id);
    const body = section?.querySelector('.widget-body') ?? null;
    if (section === null || body === null) return;
    const figures = widget.show(this.#shown, this.#format);
    const look = this.lookOf(widget);
    const pictures = [...body.querySelectorAll<HTMLElement>('.picture')].map(pictureIn);
    if (figures.kind !== 'empty' && figures.chart !== null && isChart(look.view) && pictures.length === 0) {
      this.redraw(widget);
      return;
    }
    this.#showTools(section, widget, figures.kind === 'empty');
    const draw = this.#drawOnce(widget);
    const made = contentOf(widgetBody(widget, figures, { ...look, pictures }, draw, this.#format));
    const sorting = sortingOf(body.querySelector('table'));
    for (const table of made.querySelectorAll('table')) makeSortable(table, sorting);
    patch(body, made);
    for (const picture of body.querySelectorAll<HTMLElement>('.picture')) this.#spot(picture, widget);
  }

  /** Draws what was not drawn the last time. */
  #drawOnce(widget: Widget): Draw {
    const before = this.#charts.get(widget.id);
    const drawn = new Map<string, string>();
    this.#charts.set(widget.id, drawn);
    return (drawing) => {
      const key = JSON.stringify(drawing);
      const svg = before?.get(key) ?? this.#needDraw()(drawing);
      drawn.set(key, svg);
      return svg;
    };
  }

  /** Arranges the page as a layout says, or as it comes; its widgets look as it says, or as they are to look. */
  async arrange(layout: Layout | null, looks: Looks = {}): Promise<void> {
    await this.needCharts();
    this.#layout = layout;
    for (const widget of widgets) {
      const look = looks[widget.id];
      if (look === undefined) this.#resetLook(widget, layout);
      else this.#looks.set(widget.id, { ...look, hidden: new Set(look.hidden) });
    }
    this.#layOut();
    this.redrawAll();
  }

  /** Brings the cards into the order and onto the places of the layout; those that are not in it leave the page. */
  #layOut(): void {
    const layout = this.#layout;
    // The sheet that the page came with is for the arrangement that it came with.
    const made = document.querySelector<HTMLStyleElement>('#layout-styles');
    if (made !== null) made.disabled = true;
    this.#places.set(layout === null ? '' : layoutStyles(layout));
    this.main.classList.toggle('laid-out', layout !== null);
    const usual = usualWidgets(pageReport(this.embedded, everything));
    const ids: readonly string[] =
      layout === null ? usual.map(({ widget }) => widget.id) : layout.widgets.map(({ id }) => id);
    for (const widget of widgets) if (!ids.includes(widget.id)) this.sectionOf(widget.id)?.remove();
    for (const id of ids) this.main.append(...this.#cards(id));
    for (const placed of layout?.widgets ?? []) this.#span(placed.id, flowingColumns(placed));
    if (layout === null) for (const { widget, columns } of usual) this.#span(widget.id, columns);
  }

  #span(id: string, columns: number): void {
    const section = this.sectionOf(id);
    const name = `widget span-${columns}`;
    if (section !== null && section.className !== name) section.className = name;
  }

  /** The card of a widget; made anew where it was taken out of the page. */
  #cards(id: string): readonly HTMLElement[] {
    const present = this.sectionOf(id);
    if (present !== null) return [present];
    return widgets.filter((widget) => widget.id === id).map((widget) => this.card(widget));
  }

  /** A new card of a widget, not yet in the page and without its picture. */
  card(widget: Widget): HTMLElement {
    const look = { ...this.lookOf(widget), pictures: [], columns: widget.size.columns };
    // With the tools of a card that has figures, which those that are shown now may not have.
    const whole = pageReport(this.embedded, everything);
    const section = contentOf(
      widgetMarkup(widget, whole, look, this.#needDraw(), this.#format),
    ).firstElementChild;
    if (!(section instanceof HTMLElement)) throw new Error('a card is an element');
    this.#enhance(section, widget);
    return section;
  }

  redrawAll(): void {
    for (const widget of widgets) this.redraw(widget);
    this.#remember();
  }

  /** Fills the card of a widget anew, with its chart drawn for the size that it has. */
  redraw(widget: Widget): void {
    const section = this.sectionOf(widget.id);
    if (section === null) return;
    this.#fill(section, widget, []);
    this.#drawFitted(section, widget);
    this.#watch(section);
  }

  /** Chooses the view of a widget. */
  async view(widget: Widget, view: WidgetView): Promise<void> {
    await this.needCharts();
    const look = this.lookOf(widget);
    this.#looks.set(widget.id, { ...look, view, chartView: isChart(view) ? view : look.chartView });
    this.redraw(widget);
    this.#remember();
  }

  /** Puts a series of a widget's chart away, or brings it back. */
  async toggle(widget: Widget, series: ColorName): Promise<void> {
    await this.needCharts();
    const look = this.lookOf(widget);
    const hidden = new Set(look.hidden);
    if (!hidden.delete(series)) hidden.add(series);
    this.#looks.set(widget.id, { ...look, hidden });
    this.#remember();
    const section = this.sectionOf(widget.id);
    if (section === null) return;
    this.#drawFitted(section, widget);
    focusIn(section, `[data-series="${series}"]`);
  }

  /** The chart of a widget as SVG; of the kind that it shows, or of its first kind where it shows none. */
  async chartOf(widget: Widget, room: Room): Promise<{ svg: string; drawing: Drawing } | undefined> {
    await this.needCharts();
    const figures = widget.show(this.#shown, this.#format);
    if (figures.kind === 'empty' || figures.chart === null) return undefined;
    const { view, hidden } = this.lookOf(widget);
    const drawing = figures.chart(chartKindOf(view, widget.views), room, hidden);
    return { svg: this.#needDraw()(drawing), drawing };
  }

  /** The table of a widget that shows none. */
  async tableOf(widget: Widget): Promise<HTMLTableElement | null> {
    await this.needCharts();
    const look = { view: 'table', pictures: [], hidden: new Set<ColorName>() } as const;
    const figures = widget.show(this.#shown, this.#format);
    return contentOf(widgetBody(widget, figures, look, this.#needDraw(), this.#format)).querySelector(
      'table',
    );
  }

  /** What the charts are drawn for on paper, at once: a browser that prints waits for nothing. */
  forPrint(): void {
    this.#paused = true;
    if (this.#draw === undefined) return;
    for (const widget of widgets) {
      const section = this.sectionOf(widget.id);
      if (section?.querySelector('.picture.fitted') == null) continue;
      this.#printed.push(widget);
      // What is being arranged is printed below each other, at natural heights.
      const layout = this.main.classList.contains('editing') ? null : this.#layout;
      const placed = layout?.widgets.find(({ id }) => id === widget.id);
      const { view } = this.lookOf(widget);
      const { pictures } =
        placed === undefined
          ? defaultPlacing({ views: [view, ...widget.views] }, widget.size.columns)
          : arrangedPlacing(widget, { ...placed, view });
      const focused = likeOf(document.activeElement, section);
      if (focused !== null) this.#refocus = () => focusIn(section, focused);
      this.#drawInto(section, widget, pictures);
    }
  }

  afterPrint(): void {
    this.#paused = false;
    for (const widget of this.#printed.splice(0)) this.redraw(widget);
    this.#refocus();
    this.#refocus = () => {};
  }

  #fill(section: HTMLElement, widget: Widget, pictures: readonly Picture[]): void {
    const body = section.querySelector('.widget-body');
    if (body === null) return;
    const figures = widget.show(this.#shown, this.#format);
    const look = this.lookOf(widget);
    section.dataset.view = look.view;
    this.#showTools(section, widget, figures.kind === 'empty');
    const sorting = sortingOf(body.querySelector('table'));
    body.innerHTML = widgetBody(widget, figures, { ...look, pictures }, this.#needDraw(), this.#format);
    this.#showChoice(section, widget);
    for (const table of body.querySelectorAll('table')) makeSortable(table, sorting);
  }

  #showTools(section: HTMLElement, widget: Widget, isEmpty: boolean): void {
    for (const tool of section.querySelectorAll<HTMLElement>('.widget-tools > *, .subtitle')) {
      if (tool.dataset.added !== undefined) continue;
      tool.hidden = isEmpty || (tool.matches('.views') && !widget.views.some(isChart));
    }
  }

  /** A browser may bring a choice back without what was chosen: after a reload, or a step back. */
  #showChoice(section: HTMLElement, widget: Widget): void {
    const value = this.lookOf(widget).view === 'table' ? 'table' : 'chart';
    const chosen = section.querySelector<HTMLInputElement>(`.views [value="${value}"]`);
    if (chosen !== null) chosen.checked = true;
  }

  /** Puts pictures in place of those that are there. */
  #drawInto(section: HTMLElement, widget: Widget, pictures: readonly Picture[]): void {
    const chart = section.querySelector('.chart-view');
    const figures = widget.show(this.#shown, this.#format);
    if (chart === null || figures.kind === 'empty') return;
    const look = { ...this.lookOf(widget), pictures };
    const made = contentOf(widgetBody(widget, figures, look, this.#needDraw(), this.#format));
    chart.replaceChildren(...(made.querySelector('.chart-view')?.childNodes ?? []));
  }

  /** Draws the chart of a widget for the room that it has now. The keyboard stays where it is in it. */
  #drawFitted(section: HTMLElement, widget: Widget): void {
    const room = this.#roomIn(section, widget);
    if (room === null) return;
    hideTip();
    const focused = likeOf(document.activeElement, section);
    this.#drawInto(section, widget, [{ place: 'fitted', room }]);
    this.#makeTelling(section, widget);
    if (focused !== null) focusIn(section, focused);
  }

  #makeTelling(section: HTMLElement, widget: Widget): void {
    for (const picture of section.querySelectorAll<HTMLElement>('.picture')) this.#spot(picture, widget);
  }

  /** Has the chart of a card drawn anew whenever its size changes. */
  #watch(section: HTMLElement): void {
    const chart = section.querySelector('.chart-view');
    if (chart === null) return;
    this.#drawn.set(chart, this.#sizeOf(chart));
    this.#sizes.observe(chart);
  }

  #spot(element: HTMLElement, widget: Widget): void {
    const figures = widget.show(this.#shown, this.#format);
    const chart = figures.kind === 'empty' ? null : figures.chart;
    if (chart === null) return;
    const { view, hidden } = this.lookOf(widget);
    const kind = chartKindOf(view, widget.views);
    const { room } = pictureIn(element);
    const picture: SpottedPicture = {
      element,
      title: this.#format.text(widget.title),
      drawing: () => chart(kind, room, hidden),
      hidden,
      toggle: (series: ColorName) => void this.toggle(widget, series),
    };
    const renew = this.#spots.get(element);
    if (renew === undefined) this.#spots.set(element, spotPicture(picture, this.#format));
    else renew(picture);
  }

  /** The room that a widget's chart has now; null where it is not shown. */
  #roomIn(section: HTMLElement, widget: Widget): Room | null {
    const chart = section.querySelector('.chart-view');
    if (chart === null || chart.clientWidth === 0) return null;
    const width = chart.clientWidth;
    if (this.#isFixed()) return { width, height: chart.clientHeight };
    const ring = chartKindOf(this.lookOf(widget).view, widget.views) === 'donut';
    return { width: ring ? Math.min(width, widestRing) : width, height: null };
  }

  /** Whether the cards have heights of their own, which their charts fill. */
  #isFixed(): boolean {
    if (this.main.classList.contains('editing')) return true;
    return this.#layout !== null && this.main.clientWidth >= leastGridWidth;
  }

  #chartResized(chart: Element): void {
    const size = this.#sizeOf(chart);
    if (this.#paused || this.#drawn.get(chart) === size) return;
    this.#drawn.set(chart, size);
    const section = chart.closest<HTMLElement>('[data-section]');
    const widget = widgets.find(({ id }) => id === section?.dataset.section);
    if (section === null || widget === undefined) return;
    void this.needCharts().then(() => {
      this.#drawFitted(section, widget);
      this.#remember();
    });
  }

  /** What of a chart's size it is drawn for. */
  #sizeOf({ clientWidth, clientHeight }: Element): string {
    return this.#isFixed() ? `${clientWidth}x${clientHeight}` : String(clientWidth);
  }

  #resetLook(widget: Widget, layout: Layout | null): Look {
    const name = layout?.widgets.find(({ id }) => id === widget.id)?.view ?? '';
    const view = viewNamed(name, widget.views);
    const chartView = [view, ...widget.views].find(isChart) ?? view;
    const look = { view, chartView, hidden: new Set<ColorName>() };
    this.#looks.set(widget.id, look);
    return look;
  }

  /** Leaves the state where a page that is saved as a file takes it along. */
  #remember(): void {
    const left: LeftState = { ...this.state, leftAt: Date.now() };
    document.documentElement.dataset.state = JSON.stringify(left);
  }

  #newFormat(): Format {
    const { dictionary, language } = this.embedded;
    return formatWith(textsOf(dictionary, language), this.#timezone);
  }

  /** Unpacks what draws the charts, the first time that one is to be drawn. Whoever waits for it goes on in turn. */
  needCharts(): Promise<void> {
    this.#unpacked ??= runPack('charts').then(() => {
      this.#draw = packs().charts?.draw;
    });
    return this.#unpacked;
  }

  #needDraw(): Draw {
    if (this.#draw === undefined) throw new Error('the charts are not unpacked yet');
    return this.#draw;
  }
}

function contentOf(markup: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = markup;
  return template.content;
}

/** A picture of the page, as it was asked for. */
function pictureIn({ classList, dataset }: HTMLElement): Picture {
  const [width = '', height = ''] = (dataset.room ?? '').split('x');
  const place = places.find((one) => classList.contains(one)) ?? 'fitted';
  return { place, room: { width: Number(width), height: height === '' ? null : Number(height) } };
}

const places = ['wide', 'narrow', 'any', 'print'] as const;

function focusIn(section: HTMLElement, selector: string): void {
  section.querySelector<HTMLElement>(selector)?.focus();
}
