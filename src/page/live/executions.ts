import { textsOf } from '../../locales/texts.ts';
import type { ExecutionsData } from '../../render/view/executions.ts';
import { type Format, formatWith } from '../../render/view/format.ts';
import { executionsPage } from '../executions/executions-page.ts';
import { follow } from './follow.ts';
import type { FollowedPage } from './followed-page.ts';
import { highlight } from './highlight.ts';
import { patchChildren } from './patch.ts';

/** The list of executions, which follows its reports. */
function followedList(data: ExecutionsData): FollowedPage {
  const list = executionsPage(data);
  return {
    ...whatever(list.format),
    update: async (newer) => {
      const made = dataIn(newer);
      if (made === undefined || scriptOf(newer) !== scriptOf(document)) return false;
      const changed = new Set<Element>();
      list.update(made.rows, (part, rows) => {
        const fragment = document.createDocumentFragment();
        fragment.append(...rows);
        patchChildren(part, fragment, (element) => changed.add(element));
      });
      const [subtitle, newerSubtitle] = [document, newer].map((page) =>
        page.querySelector('.head .subtitle'),
      );
      if (subtitle != null && newerSubtitle != null) subtitle.textContent = newerSubtitle.textContent;
      highlight(changed);
      return true;
    },
  };
}

/** A list without deliveries, which nobody has done anything to: it is loaded again as soon as there is one. */
function followedNothing({ dictionary }: ExecutionsData): FollowedPage {
  return {
    ...whatever(formatWith(textsOf(dictionary, document.documentElement.lang), 'UTC')),
    update: async () => {
      location.reload();
      return true;
    },
  };
}

const whatever = (format: Format): Omit<FollowedPage, 'update'> => ({
  format: () => format,
  lastEvent: () => null,
  isBusy: () => false,
  // What was chosen is remembered in any case.
  state: () => undefined,
  news: () => format.text('live.listSaid'),
});

function dataIn(page: Document): ExecutionsData | undefined {
  const text = page.querySelector('#executions-data')?.textContent;
  return text === undefined ? undefined : JSON.parse(text);
}

function scriptOf(page: Document): string | undefined {
  return page.querySelector('body > script:not([type])')?.textContent;
}

const data = dataIn(document);
if (data !== undefined) void follow(data.rows.length === 0 ? followedNothing(data) : followedList(data));
