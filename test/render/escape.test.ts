import { describe, expect, it } from 'vitest';
import { cellText, csvCell, displayText, escapeHtml, inlineJson, safeUrl } from '../../src/render/escape.ts';

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
    expect(safeUrl('mailto:a@example.com')).toBe('mailto:a@example.com');
  });
});

describe('text to show', () => {
  it('is cut where nobody would read on', () => {
    expect(displayText('long '.repeat(1_000_000))).toHaveLength(601);
  });

  it('is one line without control, direction or broken characters', () => {
    expect(displayText(' a\u0000\u001b[31m\n b\u202ec\ud800 ')).toBe('a[31m bc\ufffd');
  });
});
