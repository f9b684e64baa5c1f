import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/render/html.ts';
import { renderIndex } from '../../src/render/index-page.ts';
import { readReport, reportNames } from './reports.ts';

const live = { stamp: 'c0ffee00c0ffee00c0ffee00c0ffee00', refreshSeconds: null };
const entries = reportNames.map((name) => ({ report: readReport(name), href: `${name}/report.html` }));
const policyOf = (html: string): string =>
  /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#x27;', "'") ?? '';

describe('a page that follows its report', () => {
  it('says which report it shows, and may ask for what lies beside it, and for nothing else', () => {
    for (const html of [
      renderHtml(readReport('typical'), { locale: 'en', live }),
      renderIndex(entries, { locale: 'en', timezone: 'UTC', live }),
    ]) {
      expect(html).toContain(`<html lang="en" data-live="${live.stamp}">`);
      expect(policyOf(html)).toContain("img-src data: 'self'; connect-src 'self'; font-src data:;");
      expect(html).not.toContain('http-equiv="refresh"');
    }
  });

  it('is loaded again every so often where that is asked for and no script does better', () => {
    for (const html of [
      renderHtml(readReport('typical'), { locale: 'fr', live: { ...live, refreshSeconds: 60 } }),
      renderIndex([], { locale: 'fr', timezone: 'UTC', live: { ...live, refreshSeconds: 60 } }),
    ]) {
      expect(html).toContain(`<html lang="fr" data-live="${live.stamp}" data-refresh="60">`);
      expect(html).toContain('<noscript><meta http-equiv="refresh" content="60"></noscript>');
    }
  });

  it.each(reportNames)('is no larger than any other, for the report "%s"', (name) => {
    expect(Buffer.byteLength(renderHtml(readReport(name), { locale: 'fr', live }))).toBeLessThanOrEqual(
      400_000,
    );
  });
});

describe('a page that does not follow its report', () => {
  it('has nothing in it of one that does', () => {
    const report = renderHtml(readReport('typical'), { locale: 'en' });
    expect(renderHtml(readReport('typical'), { locale: 'en', live: null })).toBe(report);
    const list = renderIndex(entries, { locale: 'en', timezone: 'UTC' });
    expect(renderIndex(entries, { locale: 'en', timezone: 'UTC', live: null })).toBe(list);
    for (const html of [report, list]) {
      expect(html).toContain('<html lang="en">');
      expect(policyOf(html)).toContain('img-src data:; font-src data:;');
      expect(html).not.toMatch(/pack-live|connect-src|\.newer|live\.updated|noscript><meta/);
    }
  });
});
