import type { Direction } from '../../../layout/arrange.ts';
import type { Format } from '../../../render/view/format.ts';
import { menuButton } from '../menu.ts';
import { added } from '../sheet.ts';

/** What the buttons of a card do. */
export interface CardActions {
  readonly move: (direction: Direction) => void;
  readonly resize: (direction: Direction) => void;
  readonly remove: () => void;
}

type Text = Format['text'];

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

const steps = {
  move: { left: 'edit.left', right: 'edit.right', up: 'edit.up', down: 'edit.down' },
  resize: { left: 'edit.narrower', right: 'edit.wider', up: 'edit.shorter', down: 'edit.taller' },
} as const;

/** The buttons by which a card is arranged without dragging: step by step, with arrow keys or from a menu. */
export function cardControls(
  title: string,
  directions: readonly Direction[],
  { move, resize, remove }: CardActions,
  text: Text,
): HTMLElement {
  const controls = added('div', 'edit-controls');
  const removing = control('remove', title, text);
  removing.addEventListener('click', remove);
  controls.append(
    stepping('move', title, directions, move, text),
    stepping('resize', title, directions, resize, text),
    removing,
  );
  return controls;
}

function control(name: 'move' | 'resize' | 'remove', title: string, text: Text): HTMLButtonElement {
  const button = added('button', `icon-button edit-${name}`);
  button.type = 'button';
  button.title = text(`edit.${name}`, { title });
  button.setAttribute('aria-label', button.title);
  return button;
}

function stepping(
  name: keyof typeof steps,
  title: string,
  directions: readonly Direction[],
  step: (direction: Direction) => void,
  text: Text,
): HTMLButtonElement {
  const button = control(name, title, text);
  const run = (direction: Direction): void => {
    if (directions.includes(direction)) step(direction);
    button.scrollIntoView({ block: 'nearest' });
  };
  button.addEventListener('keydown', (event) => {
    const direction = arrows[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    // Of a button with a menu the arrow keys open it. Here they have something better to do.
    event.stopImmediatePropagation();
    run(direction);
  });
  button.setAttribute('aria-haspopup', 'menu');
  menuButton(button, () =>
    directions.map((direction) => ({
      kind: 'action',
      label: text(steps[name][direction]),
      run: () => run(direction),
      stays: true,
    })),
  );
  return button;
}
