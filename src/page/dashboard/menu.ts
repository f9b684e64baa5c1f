import { added, place } from './sheet.ts';

/** What a menu offers: something to do, or one choice of several under a heading. */
export type MenuItem =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly run: () => void;
      /** For what is done several times in a row: the menu stays open. */
      readonly stays?: true;
    }
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
  button.addEventListener('click', () => {
    const wasOpen = button.getAttribute('aria-expanded') === 'true';
    closeMenu();
    if (!wasOpen) openMenu(button, items());
  });
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    openMenu(button, items());
  });
}

/** Closes the menu that is open. */
let closeMenu = (): void => {};

function openMenu(button: HTMLButtonElement, items: readonly MenuItem[]): void {
  closeMenu();
  const menu = added('div', 'menu');
  // A press between its items leaves the keyboard in the menu.
  menu.tabIndex = -1;
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', button.getAttribute('aria-label') ?? button.textContent ?? '');
  for (const item of items) menu.append(itemElement(item));
  layOver(menu, button);
  menu.addEventListener('keydown', (event) => walk(event, menu));
  const pressed = ({ target }: Event): void => {
    if (target instanceof Node && !menu.contains(target) && !button.contains(target)) closeMenu();
  };
  document.addEventListener('pointerdown', pressed, { capture: true });
  closeMenu = () => {
    closeMenu = () => {};
    document.removeEventListener('pointerdown', pressed, { capture: true });
    button.setAttribute('aria-expanded', 'false');
    const isLeft = !menu.contains(document.activeElement) && document.activeElement !== document.body;
    // What a press is about to hit must not be scrolled away.
    if (!isLeft) button.focus({ preventScroll: true });
    menu.remove();
  };
  button.setAttribute('aria-expanded', 'true');
  putBelow(menu, button);
  const chosen = menu.querySelector<HTMLElement>('[aria-checked="true"]') ?? itemsOf(menu)[0];
  chosen?.focus();
}

/** Lays a menu over everything, cards with edges of their own too: with browsers that know no popovers, by its place. */
function layOver(menu: HTMLElement, button: HTMLElement): void {
  if (!('popover' in menu)) {
    document.body.append(menu);
    return;
  }
  menu.popover = 'manual';
  // Beside its button: in the same part of the page, and in a saved page where its scripts take it away.
  button.after(menu);
  menu.showPopover();
}

function itemElement(item: MenuItem): HTMLElement {
  if (item.kind === 'words') {
    const words = itemButton(item.label, 'menuitem', () => {});
    words.setAttribute('aria-disabled', 'true');
    return words;
  }
  if (item.kind === 'action') {
    return itemButton(item.label, 'menuitem', item.run, item.stays);
  }
  const group = added('div', 'menu-group');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', item.label);
  const heading = added('p', 'menu-words');
  heading.setAttribute('aria-hidden', 'true');
  heading.textContent = item.label;
  group.append(heading);
  for (const { label, chosen, run } of item.choices) {
    const choice = itemButton(label, 'menuitemradio', run);
    choice.setAttribute('aria-checked', String(chosen));
    group.append(choice);
  }
  return group;
}

function itemButton(label: string, role: string, run: () => void, stays = false): HTMLElement {
  const button = added('button', 'menu-item');
  button.type = 'button';
  button.tabIndex = -1;
  button.setAttribute('role', role);
  button.textContent = label;
  button.addEventListener('click', () => {
    if (!stays) closeMenu();
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
  if (event.key === 'Tab' || event.key === 'Escape') closeMenu();
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
