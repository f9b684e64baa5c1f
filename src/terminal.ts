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
  /** What is being done just now: shown on a terminal only, and gone when the next thing is said. */
  readonly progress: (activity: string) => void;
}

const clearLine = '\r\u001b[2K';

/** The terminal of this process. */
export function openTerminal(verbosity: Verbosity): Terminal {
  const showsProgress = process.stderr.isTTY && verbosity !== 'quiet';
  let progressShown = false;
  const clear = (): void => {
    if (progressShown) process.stderr.write(clearLine);
    progressShown = false;
  };
  const say = (line: string): void => {
    clear();
    process.stderr.write(`${terminalText(line)}\n`);
  };
  return {
    result: (line) => {
      clear();
      if (verbosity !== 'quiet') process.stdout.write(`${terminalText(line)}\n`);
    },
    json: (value) => {
      clear();
      if (verbosity !== 'quiet') process.stdout.write(`${terminalJson(value)}\n`);
    },
    error: say,
    warn: (line) => {
      if (verbosity !== 'quiet') say(line);
    },
    note: (line) => {
      if (verbosity === 'verbose') say(line);
    },
    progress: (activity) => {
      clear();
      if (!showsProgress || activity === '') return;
      process.stderr.write(terminalText(activity));
      progressShown = true;
    },
  };
}
