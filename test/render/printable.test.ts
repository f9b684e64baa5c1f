import { expect, it } from 'vitest';
import { renderHtml } from '../../src/render/html.ts';
import { printable } from '../../src/render/printable.ts';
import { readReport } from './reports.ts';

it('a page to be printed has no scripts, and everything else', () => {
  const page =
    '<head><script>if (a < b) "</p>";</script></head><p>a &lt;script&gt;</p><script type="x" id="y">(}</script>';
  expect(printable(page)).toBe('<head></head><p>a &lt;script&gt;</p>');
});

it('a page to be printed is not loaded again while it is printed, though a live page is where there are no scripts', () => {
  const report = readReport('typical');
  const pages = [1, null].map((refreshSeconds) =>
    renderHtml(report, { locale: 'en', live: { stamp: 'c0ffee00c0ffee00', refreshSeconds } }),
  );
  expect(pages.map((page) => page.includes('http-equiv="refresh"'))).toEqual([true, false]);
  const [asked, usual] = pages.map((page) => printable(page).replace(' data-refresh="1"', ''));
  expect(asked).toBe(usual);
});
