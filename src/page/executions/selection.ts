import { bucketOf } from '../../render/view/duration.ts';
import {
  type Execution,
  type FigureId,
  type FigureMode,
  type Figures,
  figureOf,
  statuses,
} from '../../render/view/executions.ts';
import type { Choice, Sort } from './choice.ts';

/** A delivery with its place in time, newest first, and what a search looks at. */
export interface ListedExecution extends Execution {
  readonly place: number;
  readonly words: string;
}

/** The deliveries, which come newest first, ready to be searched. */
export function listed(executions: readonly Execution[]): readonly ListedExecution[] {
  return executions.map((execution, place) => ({
    ...execution,
    place,
    words: fold(`${execution.name} ${execution.id}`),
  }));
}

/** Upper and lower case and accents make no difference to a search. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

/** Those deliveries that a reader asks for, in the order that they come in. */
export function matching(
  executions: readonly ListedExecution[],
  { text, statuses, from, to }: Choice,
): readonly ListedExecution[] {
  const wanted = fold(text).split(/\s+/);
  const dated = from !== '' || to !== '';
  return executions.filter(({ words, status, firstEvent }) => {
    const day = firstEvent.slice(0, 10);
    return (
      statuses.includes(status) &&
      wanted.every((word) => words.includes(word)) &&
      (!dated || (day !== '' && day >= from && (to === '' || day <= to)))
    );
  });
}

/** The deliveries in an order; those that have no value there are last either way, equals newest first. */
export function sorted(
  executions: readonly ListedExecution[],
  { sort, figures }: Pick<Choice, 'sort' | 'figures'>,
): readonly ListedExecution[] {
  const keys = sortKeys(executions, sort.column, figures);
  const turn = sort.falling ? -1 : 1;
  return [...executions].sort((left, right) => {
    const [leftKey, rightKey] = [keys(left), keys(right)];
    if (leftKey === rightKey) return left.place - right.place;
    if (leftKey === null || rightKey === null) return leftKey === null ? 1 : -1;
    return (leftKey - rightKey) * turn;
  });
}

type SortKey = (execution: ListedExecution) => number | null;

function sortKeys(
  executions: readonly ListedExecution[],
  column: Sort['column'],
  figures: FigureMode,
): SortKey {
  switch (column) {
    case 'name':
      return alphabetical(executions);
    case 'status':
      return ({ status }) => statuses.indexOf(status);
    case 'firstEvent':
      return ({ firstEvent, place }) => (firstEvent === '' ? null : -place);
    case 'sends':
      return ({ sends }) => (sends.sparkline === '' ? null : fastest(sends));
    default:
      return (execution) => figureKey(column, execution.figures, figures);
  }
}

const hours = { minute: 1 / 60, hour: 1, day: 24 } as const;

/** Sends are compared at their fastest, whatever the buckets that each delivery is counted in. */
function fastest({ peak, bucket }: Execution['sends']): number {
  const { unit, size } = bucketOf(bucket);
  return peak / (hours[unit] * size);
}

function alphabetical(executions: readonly ListedExecution[]): SortKey {
  const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const ranks = new Map(
    [...executions]
      .sort((left, right) => compare(left.name, right.name))
      .map(({ place }, rank) => [place, rank]),
  );
  return ({ place }) => ranks.get(place) ?? null;
}

/** A column is sorted by what stands first in its cells. */
function figureKey(id: FigureId, figures: Figures, mode: FigureMode): number | null {
  const { count, rate } = figureOf(id, figures);
  if (count === undefined || (mode === 'percent' && rate !== undefined)) return rate ?? null;
  return count;
}
