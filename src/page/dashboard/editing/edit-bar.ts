import type { Format } from '../../../render/view/format.ts';
import { type MenuItem, menuButton } from '../menu.ts';
import { added } from '../sheet.ts';

/** What the buttons of the bar do. */
export interface BarActions {
  readonly save: () => void;
  readonly file: () => void;
  /** What a menu offers to bring back. */
  readonly add: () => readonly MenuItem[];
  readonly reset: () => void;
  readonly cancel: () => void;
}

/** The bar above a page that is being arranged. */
export function editBar(actions: BarActions, text: Format['text']): HTMLElement {
  const bar = added('div', 'edit-bar');
  bar.setAttribute('role', 'region');
  bar.setAttribute('aria-label', text('edit.label'));
  const hint = added('p', 'edit-hint');
  hint.textContent = text('edit.hint');
  const button = (name: keyof BarActions, className = 'button'): HTMLButtonElement => {
    const element = added('button', `${className} edit-${name}`);
    element.type = 'button';
    element.textContent = text(`edit.${name}`);
    return element;
  };
  const pressed = (name: Exclude<keyof BarActions, 'add'>, className?: string): HTMLButtonElement => {
    const element = button(name, className);
    element.addEventListener('click', actions[name]);
    return element;
  };
  const add = button('add');
  add.setAttribute('aria-haspopup', 'menu');
  menuButton(add, actions.add);
  bar.append(
    hint,
    pressed('save', 'button primary'),
    pressed('file'),
    add,
    pressed('reset'),
    pressed('cancel'),
  );
  return bar;
}
