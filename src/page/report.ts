import { makeSortable } from './sortable-table.ts';

for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) makeSortable(table);

/** A tooltip shows on hover and focus by style alone; Escape puts it away without moving either. */
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return;
  const tips = document.querySelectorAll('.rate:hover, .rate:focus-within');
  for (const tip of tips) {
    tip.classList.add('dismissed');
    const restore = () => tip.classList.remove('dismissed');
    tip.addEventListener('pointerleave', restore, { once: true });
    tip.addEventListener('focusout', restore, { once: true });
  }
});
