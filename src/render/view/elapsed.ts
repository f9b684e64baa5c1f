import type { Format } from './format.ts';

const units = [
  { seconds: 86_400, key: 'elapsed.days' },
  { seconds: 3600, key: 'elapsed.hours' },
  { seconds: 60, key: 'elapsed.minutes' },
  { seconds: 1, key: 'elapsed.seconds' },
] as const;

/** How long something took, in its two largest units: 42 s, 12 min 5 s, 3 h, 2 d 4 h. The rest is rounded away. */
export function elapsedInWords(seconds: number, { text, count }: Pick<Format, 'text' | 'count'>): string {
  const whole = Math.round(seconds);
  const largest = units.findIndex((unit) => whole >= unit.seconds);
  if (largest === -1) return text('elapsed.seconds', { count: '0' });
  const [first, second] = units.slice(largest);
  if (first === undefined || second === undefined) return text('elapsed.seconds', { count: count(whole) });
  const rounded = Math.round(whole / second.seconds) * second.seconds;
  // What is rounded up may be a whole one of the next larger unit.
  if (rounded !== whole) return elapsedInWords(rounded, { text, count });
  const rest = (rounded % first.seconds) / second.seconds;
  const larger = text(first.key, { count: count(Math.floor(rounded / first.seconds)) });
  return rest === 0 ? larger : `${larger} ${text(second.key, { count: count(rest) })}`;
}
