import { fractionOf, type HowFar } from './how-far.ts';

/** What is known of some work at one moment. */
export interface Moment {
  readonly howFar: HowFar;
  /** For how long it has gone on, in milliseconds. */
  readonly elapsed: number;
  /** For how long it had gone on when it came as far as this: it comes on in leaps. */
  readonly reached: number;
}

/** Before this nobody can say how long it will take. */
const soonestEstimate = { milliseconds: 1000, fraction: 0.02 };

/** Of fewer things than this each shows well enough how it goes on. */
const manyThings = 20;

/** How long it will take at the pace that it had so far, in milliseconds; null where that cannot be told yet. */
export function timeLeft({ howFar, elapsed, reached }: Moment): number | null {
  const fraction = fractionOf(howFar);
  if (elapsed < soonestEstimate.milliseconds || fraction < soonestEstimate.fraction) return null;
  return Math.max(0, reached / fraction - elapsed);
}

/** A stretch of time in one or two units, never as none. */
export function stretchText(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A great number in few characters: 1.4 M. */
export function shortNumber(value: number): string {
  const [scale, unit] = value >= 999_500 ? [1e6, ' M'] : value >= 1000 ? [1e3, ' k'] : [1, ''];
  const scaled = value / scale;
  return `${scaled.toLocaleString('en-US', { maximumFractionDigits: scale > 1 && scaled < 10 ? 1 : 0 })}${unit}`;
}

const whole = (value: number): string => value.toLocaleString('en-US');

/** What stands beside the bar, with what goes last where there is no room for all of it. */
interface Part {
  readonly text: string;
  readonly worth: number;
}

function countParts(howFar: HowFar): readonly Part[] {
  return [{ text: `${whole(howFar.done)} of ${whole(howFar.total)}`, worth: 4 }];
}

function byteParts(howFar: HowFar & { readonly of: 'bytes' }, reached: number): readonly Part[] {
  const perSecond = reached === 0 ? 0 : howFar.done / (reached / 1000) / 1e6;
  return [
    { text: `${Math.floor(fractionOf(howFar) * 100)} %`, worth: 4 },
    ...(howFar.rows === null || howFar.rows === 0
      ? []
      : [{ text: `${shortNumber(howFar.rows)} rows`, worth: 1 }]),
    ...(perSecond < 0.5 ? [] : [{ text: `${whole(Math.round(perSecond))} MB/s`, worth: 2 }]),
  ];
}

function leftParts(moment: Moment): readonly Part[] {
  const left = timeLeft(moment);
  const few = moment.howFar.of === 'count' && moment.howFar.total < manyThings;
  return left === null || few ? [] : [{ text: `${stretchText(left)} left`, worth: 3 }];
}

const gap = '  ';
const widestBar = 24;
const narrowestBar = 8;

const widthOf = (texts: readonly string[]): number => texts.join(gap).length;

function withoutLeast(parts: readonly Part[]): readonly Part[] {
  const least = Math.min(...parts.map(({ worth }) => worth));
  return parts.filter(({ worth }) => worth > least);
}

function bar(fraction: number, width: number): string {
  const full = Math.floor(fraction * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}

/** A text that takes no more room than that. */
function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
}

/**
 * The line that shows some work, in so many columns: what is being done, a bar, how far it is, how fast it goes and how
 * long it will take. What there is no room for is left out: first the rows, then the pace, then the time, then the bar.
 */
export function progressLine(activity: string, moment: Moment | null, columns: number): string {
  // The last column is left free: some terminals go on to the next line as soon as it is filled.
  const room = Math.max(1, columns - 1);
  if (moment === null) return cut(activity, room);
  const { howFar, reached } = moment;
  let parts = [
    ...(howFar.of === 'bytes' ? byteParts(howFar, reached) : countParts(howFar)),
    ...leftParts(moment),
  ];
  const takes = (): number => widthOf([activity, ...parts.map(({ text }) => text)]);
  while (parts.length > 1 && takes() + gap.length + narrowestBar > room) parts = [...withoutLeast(parts)];
  const width = Math.min(widestBar, room - takes() - gap.length);
  const texts = parts.map(({ text }) => text);
  const drawn = width < narrowestBar ? [] : [bar(fractionOf(howFar), width)];
  return cut([activity, ...drawn, ...texts].join(gap), room);
}
