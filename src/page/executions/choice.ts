import type { DeliveryStatus } from '../../render/view/delivery-status.ts';
import {
  type ColumnId,
  columns,
  type FigureMode,
  figureModes,
  statuses,
} from '../../render/view/executions.ts';

export interface Sort {
  readonly column: ColumnId | 'name';
  readonly falling: boolean;
}

/** What a reader chose to see of the list. */
export interface Choice {
  readonly text: string;
  readonly statuses: readonly DeliveryStatus[];
  /** Days of the first event, as 2026-03-14; empty where the range is open. */
  readonly from: string;
  readonly to: string;
  readonly columns: readonly ColumnId[];
  readonly figures: FigureMode;
  readonly sort: Sort;
}

export const usualChoice: Choice = {
  text: '',
  statuses,
  from: '',
  to: '',
  columns: columns.filter(({ usual }) => usual).map(({ id }) => id),
  figures: 'both',
  sort: { column: 'firstEvent', falling: true },
};

export const isUsual = (choice: Choice): boolean => JSON.stringify(choice) === JSON.stringify(usualChoice);

/** Each list has a memory of its own: a filter that fits one would hide the rows of another. */
const place = `email-live-report:executions:${location.pathname}`;

/** Keeps the choice for the next visit, where the browser lets a page keep anything. */
export function remember(choice: Choice): void {
  try {
    if (isUsual(choice)) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(choice));
  } catch {
    // The choice lasts as long as the page is open.
  }
}

/** The choice of the last visit; what it does not say, or says in a way no longer known, is as usual. */
export function recall(): Choice {
  try {
    return completed(JSON.parse(localStorage.getItem(place) ?? '{}'));
  } catch {
    return usualChoice;
  }
}

function completed(kept: unknown): Choice {
  const { text, from, to, figures, sort, ...lists } = Object(kept) as Partial<Record<keyof Choice, unknown>>;
  const day = (value: unknown): string => (/^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : '');
  const among = <Value>(known: readonly Value[], list: unknown, usual: readonly Value[]): readonly Value[] =>
    Array.isArray(list) ? known.filter((value) => list.includes(value)) : usual;
  return {
    text: typeof text === 'string' ? text : '',
    statuses: among(statuses, lists.statuses, usualChoice.statuses),
    from: day(from),
    to: day(to),
    columns: among(
      columns.map(({ id }) => id),
      lists.columns,
      usualChoice.columns,
    ),
    figures: figureModes.find((mode) => mode === figures) ?? usualChoice.figures,
    sort: knownSort(sort) ?? usualChoice.sort,
  };
}

function knownSort(kept: unknown): Sort | undefined {
  const { column, falling } = Object(kept) as Partial<Record<keyof Sort, unknown>>;
  const known = column === 'name' ? column : columns.find(({ id }) => id === column)?.id;
  return known && { column: known, falling: falling === true };
}
