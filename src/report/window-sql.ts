import type { Scope } from './event-store.ts';
import type { Window } from './window.ts';

/** An end of a window as SQL. */
export const instantSql = (value: number | null): string => (value === null ? 'NULL' : String(value));

/** Scopes as the rows of a VALUES list: number, place of the delivery, and the ends of the window. */
export const scopeValues = (scopes: readonly Scope[]): string =>
  scopes
    .map(
      ({ number, delivery, window }) =>
        `(${number}, ${delivery.place}, ${instantSql(window.from)}, ${instantSql(window.to)})`,
    )
    .join(', ');

/** The least window that others lie in; null where there are none. */
export function windowAround(windows: readonly Window[]): Window | null {
  if (windows.length === 0) return null;
  const bound = (of: keyof Window, choose: (...ends: number[]) => number): number | null => {
    const ends = windows.flatMap((window) => window[of] ?? []);
    return ends.length < windows.length ? null : choose(...ends);
  };
  return { from: bound('from', Math.min), to: bound('to', Math.max) };
}

/** SQL that is true for rows in a window. The constants tell the engine which blocks of rows to pass by. */
export const isWithin = ({ from, to }: Window): string =>
  [...(from === null ? [] : [`time >= ${from}`]), ...(to === null ? [] : [`time < ${to}`]), 'true'].join(
    ' AND ',
  );
