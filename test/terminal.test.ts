import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openTerminal, terminalText, type Verbosity } from '../src/terminal.ts';
import { screenOf } from './progress/screen-of.ts';

/** What was written, by stream. */
let written: { stdout: string; stderr: string };

beforeEach(() => {
  written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += text;
      return true;
    });
  }
});
afterEach(() => vi.restoreAllMocks());

const everything = (verbosity: Verbosity): void => {
  const terminal = openTerminal(verbosity);
  terminal.result('result');
  terminal.error('error');
  terminal.warn('warning');
  terminal.note('note');
  terminal.json({ of: 'a machine' });
};

describe('a terminal', () => {
  it('has results on its output, and what went wrong beside it', () => {
    everything('normal');
    expect(written).toEqual({
      stdout: 'result\n{\n  "of": "a machine"\n}\n',
      stderr: 'error\nwarning\n',
    });
  });

  it('says more where it is to be verbose', () => {
    everything('verbose');
    expect(written.stderr).toBe('error\nwarning\nnote\n');
    expect(written.stdout).toContain('result');
  });

  it('says errors only where it is to be quiet', () => {
    everything('quiet');
    expect(written).toEqual({ stdout: '', stderr: 'error\n' });
  });

  it('obeys nothing that it is told to show', () => {
    const told = 'a\u001b[31m\u009b1m\u0007\u202eb\u2066\u200f\nc\u007f';
    const shown = 'a�[31m�1m��b���c�';
    expect(terminalText(told)).toBe(shown);
    const terminal = openTerminal('verbose');
    terminal.result(told);
    terminal.error(told);
    terminal.warn(told);
    terminal.note(told);
    expect(written).toEqual({ stdout: `${shown}\n`, stderr: `${shown}\n`.repeat(3) });
  });

  it('gives a machine the same value, as escapes where a terminal would obey', () => {
    const value = { 'a\u202e': ['\u001b[31m', '\u009b', '\u007f', 'x\ny'] };
    openTerminal('normal').json(value);
    expect(written.stdout).toContain('"a\\u202e"');
    expect(written.stdout).toContain('"\\u009b"');
    expect(written.stdout).toContain('"\\u007f"');
    expect(JSON.parse(written.stdout)).toEqual(value);
  });
});

describe('progress', () => {
  /** What is seen after half a second of work, in an environment and on a terminal or not. */
  function seen(verbosity: Verbosity, { CI, TERM = 'xterm' }: { CI?: string; TERM?: string }, isTTY = true) {
    vi.useFakeTimers();
    vi.stubEnv('CI', CI);
    vi.stubEnv('TERM', TERM);
    const before = process.stderr.isTTY;
    process.stderr.isTTY = isTTY;
    const terminal = openTerminal(verbosity);
    onTestFinished(() => {
      terminal.progress('');
      process.stderr.isTTY = before;
      vi.unstubAllEnvs();
      vi.useRealTimers();
    });
    terminal.progress('Reading \u001b[31mall');
    vi.advanceTimersByTime(500);
    return { terminal, screen: () => screenOf(written.stderr).join('\n') };
  }

  it.each([{}, { CI: '' }, { CI: 'false' }])(
    'is shown on a terminal that somebody watches: %j',
    (variables) => {
      expect(seen('normal', variables).screen()).toContain('Reading �[31mall');
    },
  );

  it.each<[Verbosity, { CI?: string; TERM?: string }, boolean]>([
    ['quiet', {}, true],
    ['normal', { CI: 'true' }, true],
    ['normal', { TERM: 'dumb' }, true],
    ['verbose', {}, false],
  ])('is not shown to %s with %j (on a terminal: %s)', (verbosity, variables, isTTY) => {
    seen(verbosity, variables, isTTY);
    expect(written.stderr).toBe('');
  });

  it.each(['result', 'error', 'json'] as const)('makes room for a line of %s, and comes again', (kind) => {
    const { terminal, screen } = seen('normal', {});
    terminal[kind]('said');
    expect(screen()).not.toContain('Reading');
    vi.advanceTimersByTime(500);
    expect(screen()).toContain('Reading');
  });

  it('is gone when its activity has ended', () => {
    const { terminal, screen } = seen('normal', {});
    terminal.progress('');
    expect(screen()).not.toContain('Reading');
    vi.advanceTimersByTime(500);
    expect(screen()).not.toContain('Reading');
  });
});
