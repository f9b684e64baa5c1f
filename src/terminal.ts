import type { AskHowFar } from './progress/how-far.ts';
import { noDisplay, openProgressDisplay } from './progress/progress-display.ts';

/** Control characters, and the marks that turn the direction of text, have no place on a terminal. */
const unsafe = /[\p{Cc}\p{Bidi_Control}]/gu;

/** A text with nothing in it that a terminal would obey: file names and dumps are not trusted. */
export function terminalText(text: string): string {
  return text.replace(unsafe, '\uFFFD');
}

/** JSON for a terminal: the same value, with what a terminal would obey written as escapes. */
function terminalJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** How much the command says besides its result. */
export type Verbosity = 'quiet' | 'normal' | 'verbose';

/** Where a command speaks: results on stdout, all else on stderr. */
export interface Terminal {
  /** A line of the result. */
  readonly result: (line: string) => void;
  /** The result for a machine, as JSON. */
  readonly json: (value: unknown) => void;
  /** A line about what went wrong, which is said even where the command is to be quiet. */
  readonly error: (line: string) => void;
  /** A line that everyone should see. */
  readonly warn: (line: string) => void;
  /** A line for --verbose. */
  readonly note: (line: string) => void;
  /**
   * What is being done just now and how far it is: shown on a terminal only, below whatever else is said meanwhile, until
   * an empty text ends it.
   */
  readonly progress: (activity: string, askHowFar?: AskHowFar) => void;
}

/** True where a line that is drawn over and over helps somebody: not in a log, and not where it cannot be erased. */
function showsProgress(verbosity: Verbosity, { CI, TERM }: NodeJS.ProcessEnv): boolean {
  const isWatched = CI === undefined || CI === '' || CI === 'false';
  return verbosity !== 'quiet' && process.stderr.isTTY && isWatched && TERM !== 'dumb';
}

/** The terminal of this process. */
export function openTerminal(verbosity: Verbosity): Terminal {
  const display = showsProgress(verbosity, process.env) ? openProgressDisplay(process.stderr) : noDisplay;
  const say = (line: string): void => {
    display.clear();
    process.stderr.write(`${terminalText(line)}\n`);
  };
  return {
    result: (line) => {
      display.clear();
      if (verbosity !== 'quiet') process.stdout.write(`${terminalText(line)}\n`);
    },
    json: (value) => {
      display.clear();
      if (verbosity !== 'quiet') process.stdout.write(`${terminalJson(value)}\n`);
    },
    error: say,
    warn: (line) => {
      if (verbosity !== 'quiet') say(line);
    },
    note: (line) => {
      if (verbosity === 'verbose') say(line);
    },
    progress: (activity, askHowFar) => {
      if (activity === '') display.end();
      else display.show(terminalText(activity), askHowFar);
    },
  };
}
