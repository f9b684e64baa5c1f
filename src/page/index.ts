import { makeSortable } from './sortable-table.ts';

const table = document.querySelector<HTMLTableElement>('table.sortable');
const filter = document.querySelector<HTMLInputElement>('#filter');
const matches = document.querySelector<HTMLElement>('#matches');

if (table !== null) makeSortable(table);

if (table !== null && filter !== null && matches !== null) {
  const rows = [...(table.tBodies[0]?.rows ?? [])].map((row) => ({ row, text: fold(row.textContent) }));
  const wording = matches.dataset.wording ?? '';
  const show = () => {
    const words = fold(filter.value).split(/\s+/);
    let shown = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    matches.textContent =
      shown === rows.length
        ? ''
        : wording.replace('{shown}', String(shown)).replace('{all}', String(rows.length));
  };
  filter.closest<HTMLElement>('.filter')?.removeAttribute('hidden');
  filter.addEventListener('input', show);
  show();
}

/** Upper and lower case and accents make no difference to a search. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}
