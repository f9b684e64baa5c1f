import { type Drawing, isOn, type LegendEntry, type Spot } from '../../charts/drawing.ts';
import type { ColorName } from '../../charts/palette.ts';
import type { Format } from '../../render/view/format.ts';
import { announce } from './announcer.ts';
import { added, place } from './sheet.ts';

/** What a picture's spots need to know of the picture. */
export interface SpottedPicture {
  readonly element: HTMLElement;
  readonly title: string;
  readonly drawing: () => Drawing;
  readonly hidden: ReadonlySet<ColorName>;
  /** Undefined for a picture without a legend that can be pressed. */
  readonly toggle: ((series: ColorName) => void) | undefined;
}

/**
 * Makes a picture tell its figures: a tooltip where it is pointed at, the same one by one with the arrow keys, and its
 * legend as buttons that hide and show a series. Returns what to call when the chart in it was drawn anew.
 */
export function spotPicture(made: SpottedPicture, { text }: Format): (renewed: SpottedPicture) => void {
  let picture = made;
  const layer = added('div', 'spots');
  layer.tabIndex = 0;
  layer.setAttribute('role', 'group');
  layer.setAttribute('aria-label', text('chart.explore', { title: picture.title }));
  const mark = added('div', 'spot-mark');
  mark.hidden = true;
  layer.append(mark);
  picture.element.append(layer);

  let drawing: Drawing | undefined;
  const known = (): Drawing => {
    drawing ??= picture.drawing();
    return drawing;
  };
  let shown = -1;
  const show = (index: number): void => {
    const spot = known().spots[index];
    shown = spot === undefined ? -1 : index;
    if (spot === undefined) {
      mark.hidden = true;
      hideTip();
      return;
    }
    showTip(layer, mark, spot, placeOf(layer, known()));
    follow = () => show(isInSight(layer) ? index : -1);
  };
  const tell = (index: number): void => {
    show(index);
    const spot = known().spots[index];
    if (spot !== undefined) announce(inWords(spot));
  };
  const point = (event: PointerEvent): void => {
    const index = spotAt(event, layer, known());
    if (index !== shown) show(index);
  };

  layer.addEventListener('pointerdown', point);
  layer.addEventListener('pointermove', point);
  layer.addEventListener('pointerleave', ({ pointerType }) => {
    // A finger leaves as soon as it has touched; what it asked for stays until it touches something else.
    if (pointerType !== 'touch') show(-1);
  });
  layer.addEventListener('focus', () => {
    if (shown === -1 && layer.matches(':focus-visible')) tell(0);
  });
  layer.addEventListener('blur', () => show(-1));
  layer.addEventListener('keydown', (event) => {
    if (event.target !== layer) return;
    const last = known().spots.length - 1;
    const next = {
      ArrowRight: Math.min(last, shown + 1),
      ArrowDown: Math.min(last, shown + 1),
      ArrowLeft: Math.max(0, shown - 1),
      ArrowUp: Math.max(0, shown - 1),
      Home: 0,
      End: last,
      Escape: -1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    tell(next);
  });
  const legend = layLegend(layer, known, () => picture, text);
  return (renewed) => {
    const title = drawing?.spots[shown]?.title;
    picture = renewed;
    drawing = undefined;
    legend();
    // What is pointed at may have moved: on a longer course, or in another order.
    if (title !== undefined) show(known().spots.findIndex((spot) => spot.title === title));
  };
}

/** How to find a part of a picture again once the picture is drawn anew; null for what is no part of one on this card. */
export function likeOf(element: Element | null, card: HTMLElement): string | null {
  if (!(element instanceof HTMLElement) || !card.contains(element)) return null;
  if (element.dataset.series !== undefined) return `[data-series="${element.dataset.series}"]`;
  return element.classList.contains('spots') ? '.spots' : null;
}

/** Where the drawing lies in its picture, which may have scaled it. */
interface Fit {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

function placeOf(layer: HTMLElement, { width, height }: Drawing): Fit {
  const box = layer.getBoundingClientRect();
  const svg = (layer.parentElement?.querySelector('svg') ?? layer).getBoundingClientRect();
  const scale = Math.min(svg.width / width, svg.height / height);
  return {
    scale,
    left: svg.left - box.left + (svg.width - width * scale) / 2,
    top: svg.top - box.top + (svg.height - height * scale) / 2,
  };
}

function spotAt(event: PointerEvent, layer: HTMLElement, drawing: Drawing): number {
  const box = layer.getBoundingClientRect();
  const { scale, left, top } = placeOf(layer, drawing);
  const x = (event.clientX - box.left - left) / scale;
  const y = (event.clientY - box.top - top) / scale;
  return drawing.spots.findIndex((spot) => isOn(spot, { x, y }));
}

const inWords = ({ title, figures }: Spot): string =>
  [title, ...figures.map(({ label, figure }) => `${label} ${figure}`.trim())].join(', ');

let tip: HTMLElement | undefined;

/** Keeps the tip at its spot when something scrolls. */
let follow = (): void => {};
addEventListener('scroll', () => follow(), { capture: true, passive: true });

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function showTip(layer: HTMLElement, mark: HTMLElement, spot: Spot, { scale, left, top }: Fit): void {
  mark.hidden = false;
  const box = {
    left: left + spot.x * scale,
    top: top + spot.y * scale,
    width: spot.width * scale,
    height: spot.height * scale,
  };
  place(mark, Object.fromEntries(Object.entries(box).map(([name, value]) => [name, `${value}px`])));
  if (tip === undefined) {
    tip = added('div', 'chart-tip');
    // For the eyes: the announcer says the same.
    tip.ariaHidden = 'true';
    // Before the scripts, which take it away where a saved page begins anew.
    document.querySelector('.page')?.after(tip);
  }
  tip.replaceChildren(tipTitle(spot.title), ...spot.figures.map(tipLine));
  tip.hidden = false;
  const area = layer.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const middle = area.left + box.left + box.width / 2;
  // A wide spot, such as a bar, has its tip below; a slice of time has it beside, so that the course stays in sight.
  const wide = box.width > 160;
  const beside = area.left + box.left + box.width + 10;
  const x = wide
    ? middle - width / 2
    : beside + width > innerWidth - 8
      ? area.left + box.left - width - 10
      : beside;
  const below = area.top + box.top + box.height + 6;
  const y = wide
    ? below + height > innerHeight - 8
      ? area.top + box.top - height - 6
      : below
    : area.top + box.top + 12;
  place(tip, {
    left: `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`,
    top: `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`,
  });
}

function tipTitle(title: string): HTMLElement {
  const element = document.createElement('b');
  const isolated = document.createElement('bdi');
  isolated.textContent = title;
  element.append(isolated);
  return element;
}

function tipLine({ label, figure, color }: Spot['figures'][number]): HTMLElement {
  const line = document.createElement('span');
  if (color !== null) {
    const swatch = document.createElement('span');
    swatch.className = `swatch color-${color}`;
    line.append(swatch);
  }
  const count = document.createElement('b');
  count.textContent = figure;
  line.append(label === '' ? '' : `${label} `, count);
  return line;
}

/** Puts the tip away, whichever picture it belongs to. */
export function hideTip(): void {
  follow = () => {};
  if (tip !== undefined) tip.hidden = true;
}

/** Lays the legend over its picture; returns what does it again. */
function layLegend(
  layer: HTMLElement,
  drawing: () => Drawing,
  picture: () => SpottedPicture,
  text: Format['text'],
): () => void {
  if (picture().toggle === undefined) return () => {};
  let buttons: readonly HTMLButtonElement[] = [];
  const make = ({ series, label }: LegendEntry): HTMLButtonElement => {
    const button = added('button', 'legend-entry');
    button.type = 'button';
    button.setAttribute('aria-pressed', String(!picture().hidden.has(series)));
    button.setAttribute('aria-label', text('chart.legend', { label }));
    button.dataset.series = series;
    button.addEventListener('click', () => picture().toggle?.(series));
    return button;
  };
  const put = (): void => {
    if (buttons.length === 0 || layer.clientWidth === 0) return;
    const { scale, left, top } = placeOf(layer, drawing());
    for (const [index, { x, y, width, height }] of drawing().legend.entries()) {
      const button = buttons[index];
      if (button === undefined) continue;
      place(button, {
        left: `${left + x * scale}px`,
        top: `${top + y * scale}px`,
        width: `${width * scale}px`,
        height: `${height * scale}px`,
      });
    }
  };
  const lay = (): void => {
    const { legend } = drawing();
    const series = legend.map((entry) => entry.series);
    if (`${series}` !== `${buttons.map(({ dataset }) => dataset.series)}`) {
      for (const button of buttons) button.remove();
      buttons = legend.map(make);
      layer.append(...buttons);
    }
  };
  lay();
  new ResizeObserver(put).observe(layer);
  return () => {
    lay();
    put();
  };
}
