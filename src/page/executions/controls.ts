import { columns, figureModes, statuses } from '../../render/view/executions.ts';
import type { Format } from '../../render/view/format.ts';
import { type Choice, isUsual, usualChoice } from './choice.ts';
import { inputsOf, required } from './elements.ts';
import { tameMenus } from './menus.ts';

/** The controls above the list. They tell what is chosen, and show what is, wherever that was chosen. */
export interface Controls {
  readonly show: (choice: Choice) => void;
}

export function executionsControls(format: Format, choose: (part: Partial<Choice>) => void): Controls {
  const filter = required('#filter', HTMLInputElement);
  const from = required('#from', HTMLInputElement);
  const to = required('#to', HTMLInputElement);
  const reset = required('#reset', HTMLButtonElement);
  const statusMenu = required('#status-menu', HTMLDetailsElement);
  const dateMenu = required('#date-menu', HTMLDetailsElement);
  tameMenus([statusMenu, dateMenu, required('#column-menu', HTMLDetailsElement)]);

  filter.addEventListener('input', () => choose({ text: filter.value }));
  from.addEventListener('input', () => choose({ from: from.value }));
  to.addEventListener('input', () => choose({ to: to.value }));
  onChange('status', (checked) => choose({ statuses: statuses.filter((id) => checked.includes(id)) }));
  onChange('column', (checked) =>
    choose({ columns: columns.map(({ id }) => id).filter((id) => checked.includes(id)) }),
  );
  onChange('figures', ([mode]) => choose({ figures: figureModes.find((known) => known === mode) ?? 'both' }));
  reset.addEventListener('click', () => {
    choose(usualChoice);
    // The button is gone now: the focus stays among the controls.
    filter.focus();
  });

  return {
    show: (choice) => {
      setValue(filter, choice.text);
      setValue(from, choice.from);
      setValue(to, choice.to);
      check('status', choice.statuses);
      check('column', choice.columns);
      check('figures', [choice.figures]);
      reset.hidden = isUsual(choice);
      showValue(statusMenu, statusesInWords(choice, format), format.text('index.anyStatus'));
      showValue(dateMenu, datesInWords(choice, format), format.text('index.anyDate'));
    },
  };
}

/** What the list is filtered by in words, for paper; empty where all of it is shown. */
export function filterInWords(choice: Choice, format: Format): string {
  const text = choice.text.trim();
  const parts = [
    text === '' ? null : format.text('index.quoted', { text }),
    statusesInWords(choice, format),
    datesInWords(choice, format),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

function statusesInWords(choice: Choice, { text }: Format): string | null {
  if (choice.statuses.length === statuses.length) return null;
  return choice.statuses.map((status) => text(`status.${status}`)).join(', ') || '–';
}

function datesInWords({ from, to }: Choice, { text, date }: Format): string | null {
  const words = (day: string): string => date(Date.parse(day));
  if (from !== '' && to !== '') return text('date.period', { from: words(from), to: words(to) });
  if (from !== '') return text('index.since', { date: words(from) });
  return to === '' ? null : text('index.until', { date: words(to) });
}

function onChange(name: string, tell: (checked: readonly string[]) => void): void {
  for (const input of inputsOf(name)) {
    input.addEventListener('change', () => {
      tell(inputsOf(name).flatMap(({ checked, value }) => (checked ? [value] : [])));
    });
  }
}

function check(name: string, chosen: readonly string[]): void {
  for (const input of inputsOf(name)) input.checked = chosen.includes(input.value);
}

/** Setting the value that a field has already would move its cursor. */
function setValue(input: HTMLInputElement, value: string): void {
  if (input.value !== value) input.value = value;
}

function showValue(menu: HTMLDetailsElement, chosen: string | null, any: string): void {
  const value = menu.querySelector('.menu-value');
  if (value !== null) value.textContent = chosen ?? any;
  menu.classList.toggle('chosen', chosen !== null);
}
