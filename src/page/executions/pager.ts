import { pageSize } from '../../render/view/executions.ts';
import type { Format } from '../../render/view/format.ts';
import { required } from './elements.ts';

/** A screen reader says how many deliveries are left when the reader pauses, not at every key. */
const pause = 400;

/** The line below the list: how many deliveries are shown, and the buttons that turn the page. */
export interface Pager {
  readonly show: (state: { readonly page: number; readonly shown: number; readonly all: number }) => void;
}

export function executionsPager(format: Format, turn: (pages: number) => void): Pager {
  const { text, plural, count } = format;
  const pager = required('#pager', HTMLElement);
  const place = required('#place', HTMLElement);
  const previous = required('#previous', HTMLButtonElement);
  const next = required('#next', HTMLButtonElement);
  const status = [required('#shown', HTMLElement), required('#turned', HTMLElement)];
  let timer: ReturnType<typeof setTimeout> | undefined;

  for (const [button, pages] of [[previous, -1] as const, [next, 1] as const]) {
    button.addEventListener('click', () => {
      if (button.ariaDisabled !== 'true') turn(pages);
    });
  }

  return {
    show: ({ page, shown, all }) => {
      const pages = Math.max(1, Math.ceil(shown / pageSize));
      const words = text('index.page', { page: count(page + 1), pages: count(pages) });
      pager.hidden = pages === 1;
      place.textContent = words;
      // A button that is disabled for good would drop the focus of whoever came to the end by it.
      previous.ariaDisabled = String(page === 0);
      next.ariaDisabled = String(page === pages - 1);
      const said = [plural('index.shown', shown, { shown: count(shown), all: count(all) }), words];
      clearTimeout(timer);
      timer = setTimeout(() => {
        for (const [index, part] of status.entries()) {
          if (part.textContent !== said[index]) part.textContent = said[index] ?? '';
        }
      }, pause);
    },
  };
}
