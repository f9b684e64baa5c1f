export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

const daysSeen = new Map<number, string>();
const twoDigits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));
const threeDigits = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'));

function textOfDay(number: number): string {
  const seen = daysSeen.get(number);
  if (seen !== undefined) return seen;
  const text = new Date(number * day).toISOString().slice(0, 10);
  daysSeen.set(number, text);
  return text;
}

/** What Date.toISOString gives for the same milliseconds, several times faster. */
export function isoText(instant: number): string {
  const date = Math.floor(instant / day);
  const rest = instant - date * day;
  const hours = twoDigits[Math.floor(rest / hour)];
  const minutes = twoDigits[Math.floor((rest % hour) / minute)];
  const seconds = twoDigits[Math.floor((rest % minute) / second)];
  return `${textOfDay(date)}T${hours}:${minutes}:${seconds}.${threeDigits[rest % second]}Z`;
}
