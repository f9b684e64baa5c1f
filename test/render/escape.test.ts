import { describe, expect, it } from 'vitest';
import {
  beginningOf,
  cellText,
  csvCell,
  displayText,
  escapeHtml,
  inlineJson,
  safeUrl,
  webAddress,
} from '../../src/render/escape.ts';

describe('HTML', () => {
  it('lets no markup and no end of an attribute through', () => {
    expect(escapeHtml(`<a href="x" title='y'>&\``)).not.toMatch(/[<>"'`]|&(?!\w+;|#)/);
  });
});

describe('inline JSON', () => {
  it('cannot end its script element and reads back the same', () => {
    const value = { text: '</script><!-- \u2028 \u2029' };
    expect(inlineJson(value)).not.toMatch(/[<\u2028\u2029]/);
    expect(JSON.parse(inlineJson(value))).toEqual(value);
  });
});

describe('CSV cells', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '  =1', '＝1', '＋1', '－1', '＠A'])(
    'make a text of the formula %j',
    (text) => {
      expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/);
      expect(cellText(text)).toMatch(/^'/);
    },
  );

  it('are made texts, quoted or not, behind what parts them elsewhere', () => {
    expect(csvCell('550;=1+1')).toBe(`"550;'=1+1"`);
    expect(csvCell('a\r\n=1')).toBe(`"a\r\n'=1"`);
    expect(csvCell('a;"=1"')).toBe(`"a;'""=1"""`);
  });

  it('are left as they are where they only look like it', () => {
    for (const text of ['550-5.1.1 full', 'a; b', 'x=1', 'a - b', "don't"]) expect(cellText(text)).toBe(text);
  });

  it('keep numbers as numbers and nothing as nothing', () => {
    expect([csvCell(-1), csvCell(0.5), csvCell(null)]).toEqual(['-1', '0.5', '']);
  });

  it('quote commas, quotes and line ends', () => {
    expect(csvCell('a,"b"\nc')).toBe('"a,""b""\nc"');
    for (const end of ['a,b', 'a\rb', 'a\nb']) expect(csvCell(end)).toBe(`"${end}"`);
    expect(csvCell('"')).toBe('""""');
  });

  it('quote spaces at their ends, which some readers drop', () => {
    expect(csvCell(' a')).toBe('" a"');
    expect(csvCell('a ')).toBe('"a "');
  });

  it.each(['plain', 'a=b', 'a -b', '1+1', "'", 'a b', 'x@example.com', '5.1.1'])(
    'leave %j as it is',
    (text) => {
      expect(csvCell(text)).toBe(text);
    },
  );

  it('keep true and false', () => {
    expect([csvCell(true), csvCell(false)]).toEqual(['true', 'false']);
  });
});

describe('links', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    ' java\nscript:alert(1)',
    'vbscript:x',
    'file:///etc/passwd',
    '//host',
  ])('refuse %j', (address) => {
    expect(safeUrl(address)).toBeUndefined();
  });

  it('accept the web and mail', () => {
    expect(safeUrl('https://example.com/a?b')).toBe('https://example.com/a?b');
    expect(safeUrl('http://example.com/')).toBe('http://example.com/');
    expect(safeUrl('mailto:a@example.com')).toBe('mailto:a@example.com');
  });

  it('lead to the web where they are shown, and nowhere where their address was cut', () => {
    expect(webAddress('https://example.com/a')).toBe('https://example.com/a');
    expect(webAddress('HTTP://example.com/a')).toBe('http://example.com/a');
    for (const nowhere of [
      'mailto:a@example.com',
      'mailto:https://example.com',
      'https://example.com/…',
      'https://',
      'x https://example.com/',
      'example.com',
    ])
      expect(webAddress(nowhere), nowhere).toBe('');
  });
});

describe('text to show', () => {
  it('is cut where nobody would read on', () => {
    expect(displayText('long '.repeat(1_000_000))).toHaveLength(601);
    expect(displayText('x'.repeat(600))).toBe('x'.repeat(600));
    expect(displayText('x'.repeat(601))).toBe(`${'x'.repeat(600)}…`);
  });

  it('is as much of a text as fits when its spaces are made one', () => {
    expect(displayText(`${' '.repeat(590)}${'x'.repeat(600)}`)).toBe('x'.repeat(600));
    expect(displayText('a \t\r\n b')).toBe('a b');
    // Of a huge one no more is looked at.
    expect(displayText(`${' '.repeat(1200)}x`)).toBe('');
  });

  it('is one line without control, direction or broken characters', () => {
    expect(displayText(' a\u0000\u001b[31m\n b\u202ec\ud800 ')).toBe('a[31m bc\ufffd');
  });
});

describe('the beginning of a text', () => {
  it('is the text itself where it is short enough', () => {
    expect(beginningOf('', 3)).toBe('');
    expect(beginningOf('abc', 3)).toBe('abc');
  });

  it('ends with an ellipsis where it was cut, and not with half a character', () => {
    expect(beginningOf('abcd', 3)).toBe('ab…');
    expect(beginningOf('a𝄞bc', 3)).toBe('a…');
    expect(beginningOf('𝄞abcd', 4)).toBe('𝄞a…');
    expect(beginningOf('a\ud800bcd', 4)).toBe('a\ud800b…');
  });
});
