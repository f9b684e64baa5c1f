import { leaveGrid } from './leave-grid.ts';
import { makeSortable } from './sortable-table.ts';
import { runPack } from './unpack.ts';

/** What a page was given by its scripts goes before they begin: a page that was saved as a file may begin again. */
const arranged = document.querySelector<HTMLElement>('main.editing');
if (arranged !== null) leaveGrid(arranged);
for (const added of document.querySelectorAll('[data-added]')) added.remove();
delete document.documentElement.dataset.ready;

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

// The page can be read as it is; what makes it a dashboard waits until it has been shown.
requestAnimationFrame(() => setTimeout(() => runPack('dashboard')));
