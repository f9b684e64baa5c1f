import { describe, expect, it } from 'vitest';
import { columnsOf, padStart, underlined, wrap } from '../../../src/render/email/plain-lines.ts';

describe('the width of a text', () => {
  it('counts letters of wide scripts and emoji as two', () => {
    expect([columnsOf('Délivrés'), columnsOf('邮箱已满'), columnsOf('한국'), columnsOf('📬!')]).toEqual([
      8, 8, 4, 3,
    ]);
    expect(padStart('已满', 6)).toBe('  已满');
  });
});

describe('wrapped text', () => {
  it('breaks at spaces and indents what follows', () => {
    expect(wrap('one two three four', 2, 9)).toEqual(['one two', '  three', '  four']);
  });

  it('breaks words that are longer than a line', () => {
    expect(wrap('ab abcdefghij', 0, 5)).toEqual(['ab', 'abcde', 'fghij']);
    expect(wrap('邮箱已满', 0, 5)).toEqual(['邮箱', '已满']);
  });

  it('never breaks at a no-break space', () => {
    expect(wrap('taux de 97,1\u202f%', 0, 13)).toEqual(['taux de', '97,1\u202f%']);
  });

  it('is one empty line where there is nothing', () => {
    expect(wrap('')).toEqual(['']);
  });
});

describe('an underlined heading', () => {
  it('has a line as wide as it is', () => {
    expect(underlined('邮箱 ok', '-')).toEqual(['邮箱 ok', '-------']);
  });
});
