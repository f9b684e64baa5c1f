import { expect, it } from 'vitest';
import { zoneOf } from '../../../src/time-zone.ts';

const halfMinute = 30_000;
const quarter = 91 * 86_400_000;

/** The instant from which a zone has another offset, between two at which it differs. */
function changeBetween(offsetAt: (instant: number) => number, from: number, to: number): number {
  let [same, changed] = [from, to];
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (offsetAt(middle) === offsetAt(from)) same = middle;
    else changed = middle;
  }
  return changed;
}

it('half minutes are fine enough for times that are kept: since 1970 every clock of the world was set by whole ones', () => {
  const odd: string[] = [];
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const { offsetAt } = zoneOf(zone);
    for (let at = 0; at < Date.UTC(2030, 0, 1); at += quarter) {
      const next = at + quarter;
      if (offsetAt(at) % halfMinute !== 0) odd.push(`${zone} ${offsetAt(at)}`);
      if (offsetAt(at) !== offsetAt(next) && changeBetween(offsetAt, at, next) % halfMinute !== 0)
        odd.push(`${zone} ${new Date(changeBetween(offsetAt, at, next)).toISOString()}`);
    }
  }
  expect(odd).toEqual([]);
});
