import { atExit } from '../files/at-exit.ts';
import { type AskHowFar, fractionOf, type HowFar } from './how-far.ts';
import { type Moment, progressLine } from './progress-line.ts';

/** The line that says what is being done. */
export interface ProgressDisplay {
  /** Begins to show an activity; the same one again goes on as it was. */
  readonly show: (activity: string, askHowFar?: AskHowFar) => void;
  /** Takes the line away, to be shown again soon: something else is about to be written. */
  readonly clear: () => void;
  /** Takes the line away for good. */
  readonly end: () => void;
}

/** Where the line is shown. */
export interface Screen {
  readonly write: (text: string) => unknown;
  /** How wide it is now; none where it does not know. */
  readonly columns: number;
}

/** For where nobody would see it. */
export const noDisplay: ProgressDisplay = { show: () => {}, clear: () => {}, end: () => {} };

/** What is done sooner than this is done before anyone has read what it was. */
const patience = 300;
const betweenDraws = 100;

const eraseLine = '\r\u001b[2K';
/** Without wrapping, a line of wide characters is cut by the terminal instead of torn in two. */
const unwrapped = (text: string): string => `\u001b[?7l${text}\u001b[?7h`;

interface Shown {
  readonly activity: string;
  readonly askHowFar: AskHowFar | undefined;
  readonly since: number;
  /** How far it was when it last came on, and when that was. */
  fraction: number;
  reached: number;
}

function momentOf(shown: Shown, now: number): Moment | null {
  const howFar: HowFar | null = shown.askHowFar?.() ?? null;
  if (howFar === null) return null;
  const elapsed = now - shown.since;
  const fraction = fractionOf(howFar);
  if (fraction !== shown.fraction) {
    shown.fraction = fraction;
    shown.reached = elapsed;
  }
  return { howFar, elapsed, reached: shown.reached };
}

/**
 * Shows what is being done on one line of a screen, once it has taken a while and then ten times a second at most. The
 * line goes away with the process, however that ends.
 */
export function openProgressDisplay(screen: Screen): ProgressDisplay {
  let shown: Shown | undefined;
  let worksSince: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let drawn = '';
  let takeBack: (() => void) | undefined;

  const clear = (): void => {
    if (drawn !== '') screen.write(eraseLine);
    drawn = '';
  };
  const draw = (): void => {
    const now = performance.now();
    if (shown === undefined || worksSince === undefined || now - worksSince < patience) return;
    const line = progressLine(shown.activity, momentOf(shown, now), screen.columns || 80);
    if (line === drawn) return;
    takeBack ??= atExit(clear);
    screen.write(eraseLine + unwrapped(line));
    drawn = line;
  };
  return {
    show: (activity, askHowFar) => {
      const now = performance.now();
      worksSince ??= now;
      const goesOn = shown?.activity === activity ? shown : { since: now, fraction: 0, reached: 0 };
      shown = { ...goesOn, activity, askHowFar };
      // Nobody is kept waiting for the sake of what is shown.
      timer ??= setInterval(draw, betweenDraws).unref();
    },
    clear,
    end: () => {
      clearInterval(timer);
      clear();
      takeBack?.();
      shown = undefined;
      worksSince = undefined;
      timer = undefined;
      takeBack = undefined;
    },
  };
}
