/** A time zone: the local time of an instant, as milliseconds that read like UTC, and the way back. */
export interface Zone {
  readonly name: string;
  /** Milliseconds that local time is ahead of UTC at this instant. */
  offsetAt(instant: number): number;
  /** The instant at which clocks of the zone show this local time; one that they skip is moved on by the skip. */
  instantOf(local: number): number;
}

/** True for the name of a time zone that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    zoneOf(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const zones = new Map<string, Zone>();

/** The zone of an IANA name. Intl gives only numbers here, which no version of its texts can change. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = newZone(name);
  zones.set(name, zone);
  return zone;
}

const day = 24 * 60 * 60_000;

/** True where clocks of the zone show the local time of this instant twice, for they are put back. */
export function isShownTwice(zone: Zone, instant: number): boolean {
  // Seen from whole days, so that many instants need few look-ups.
  const start = Math.floor(instant / day) * day;
  const [before, after] = [zone.offsetAt(start - day), zone.offsetAt(start + 2 * day)];
  const local = instant + zone.offsetAt(instant);
  return before > after && [before, after].every((offset) => zone.offsetAt(local - offset) === offset);
}

/** Clocks change at whole quarters of an hour, so that one look-up serves all of a quarter. */
const quarter = 15 * 60_000;

function newZone(name: string): Zone {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsets = new Map<number, number>();
  const offsetAt = (instant: number): number => {
    const start = Math.floor(instant / quarter) * quarter;
    const offset = offsets.get(start) ?? lookUp(start);
    offsets.set(start, offset);
    return offset;
  };
  const lookUp = (instant: number): number => {
    const field: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of parts.formatToParts(instant)) field[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = field;
    return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
  };
  const instantOf = (local: number): number => {
    const guess = local - offsetAt(local);
    const instant = local - offsetAt(guess);
    return instant === guess || offsetAt(instant) === local - instant ? instant : Math.max(guess, instant);
  };
  return { name, offsetAt, instantOf };
}
