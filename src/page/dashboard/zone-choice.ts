import { zoneOf } from '../../time-zone.ts';

/** The first of each kind of zones: those that show these instants at the same times would change nothing. */
export function differentZones(names: readonly string[], instants: readonly number[]): readonly string[] {
  const same = (one: string, other: string): boolean =>
    instants.every((instant) => zoneOf(one).offsetAt(instant) === zoneOf(other).offsetAt(instant));
  return names.filter((name, index) => names.findIndex((other) => same(name, other)) === index);
}
