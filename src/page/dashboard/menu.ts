import { added, place } from './sheet.ts';

/** What a menu offers: something to do, or one choice of several under a heading. */
export type MenuItem =
  | { readonly kind: 'action'; readonly label: string; readonly run: () => void }
  | {
      readonly kind: 'choice';
      readonly label: string;
      readonly choices: readonly {
        readonly label: string;
        readonly chosen: boolean;
        readonly run: () => void;
      }[];
    }
  | { readonly kind: 'words'; readonly label: string };

/** Makes a button open a menu below it, whose items are asked for each time. */
export function menuButton(button: HTMLButtonElement, items: () => readonly MenuItem[]): void {
  button.setAttribute('aria-expanded', 'false');
  let wasOpen = false;
  button.addEventListener('pointerdown', () => {
    wasOpen = button.getAttribute('aria-expanded') === 'true';
  });
  button.addEventListener('click', ({ detail }) => {
    // A press on the button of an open menu has closed it already; a key is no press.
    if (detail > 0 && wasOpen) return;
    openMenu(button, items());
  });
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    openMenu(button, items());
  });
}

function openMenu(button: HTMLButtonElement, items: readonly MenuItem[]): void {
  const menu = added('div', 'menu');
  menu.popover = 'auto';
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', button.getAttribute('aria-label') ?? button.textContent ?? '');
  for (const item of items) menu.append(itemElement(item, () => menu.hidePopover()));
  document.body.append(menu);
  menu.addEventListener('keydown', (event) => walk(event, menu));
  menu.addEventListener('toggle', (event) => {
    if (!(event instanceof ToggleEvent) || event.newState === 'open') return;
    button.setAttribute('aria-expanded', 'false');
    if (menu.contains(document.activeElement) || document.activeElement === document.body) button.focus();
    menu.remove();
  });
  menu.showPopover();
  button.setAttribute('aria-expanded', 'true');
  putBelow(menu, button);
  const chosen = menu.querySelector<HTMLElement>('[aria-checked="true"]') ?? itemsOf(menu)[0];
  chosen?.focus();
}

function itemElement(item: MenuItem, close: () => void): HTMLElement {
  if (item.kind === 'words') {
    const words = itemButton(item.label, 'menuitem', () => {}, close);
    words.setAttribute('aria-disabled', 'true');
    return words;
  }
  if (item.kind === 'action') return itemButton(item.label, 'menuitem', item.run, close);
  const group = added('div', 'menu-group');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', item.label);
  const heading = added('p', 'menu-words');
  heading.setAttribute('aria-hidden', 'true');
  heading.textContent = item.label;
  group.append(heading);
  for (const { label, chosen, run } of item.choices) {
    const choice = itemButton(label, 'menuitemradio', run, close);
    choice.setAttribute('aria-checked', String(chosen));
    group.append(choice);
  }
  return group;
}

function itemButton(label: string, role: string, run: () => void, close: () => void): HTMLElement {
  const button = added('button', 'menu-item');
  button.type = 'button';
  button.tabIndex = -1;
  button.setAttribute('role', role);
  button.textContent = label;
  button.addEventListener('click', () => {
    close();
    run();
  });
  return button;
}

const itemsOf = (menu: HTMLElement): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>('.menu-item')];

/** The keys of a menu: https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/ */
function walk(event: KeyboardEvent, menu: HTMLElement): void {
  const items = itemsOf(menu);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (event.key === 'Tab') menu.hidePopover();
  if (next === undefined) return;
  event.preventDefault();
  items[next]?.focus();
}

const margin = 8;

/** Below the button, its right edges in line, and inside of the window. */
function putBelow(menu: HTMLElement, button: HTMLElement): void {
  const anchor = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.max(margin, Math.min(anchor.right - width, innerWidth - width - margin));
  const below = anchor.bottom + 4;
  const top = below + height > innerHeight - margin ? Math.max(margin, anchor.top - height - 4) : below;
  place(menu, { left: `${left}px`, top: `${top}px` });
}
