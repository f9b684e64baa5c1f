import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { locales } from '../../src/locales/locale.ts';
import { renderHtml } from '../../src/render/html.ts';
import { sectionSchemas } from '../../src/report/sections/index.ts';
import { readReport, reportNames } from './reports.ts';

const hashOf = (content: string | undefined): string =>
  `sha256-${createHash('sha256')
    .update(content ?? '')
    .digest('base64')}`;

describe.each(reportNames)('the page of the report "%s"', (name) => {
  it.each(locales)('is the same each time in %s, and within its size', async (locale) => {
    const html = await renderHtml(readReport(name), { locale });
    expect(await renderHtml(readReport(name), { locale })).toBe(html);
    expect(html.length).toBeLessThan(name === 'nasty' ? 200_000 : 175_000);
    expect(html).toContain(`<html lang="${locale}">`);
  });

  it('has a widget for each section, in order', async () => {
    const html = await renderHtml(readReport(name), { locale: 'en' });
    expect([...html.matchAll(/data-section="([^"]+)"/g)].map(([, id]) => id)).toEqual(
      Object.keys(sectionSchemas),
    );
  });

  it('lets run and wears only what it was made with', async () => {
    const html = await renderHtml(readReport(name), { locale: 'en' });
    const policy = /Content-Security-Policy" content="([^"]+)"/
      .exec(html)?.[1]
      ?.replaceAll('&#x27;', "'")
      .replaceAll('&#x3D;', '=');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain(hashOf(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1]));
    expect(policy).toContain(hashOf(/<script>([\s\S]*?)<\/script>/.exec(html)?.[1]));
    expect(html).not.toMatch(/<[^>]+ style=/);
    expect(html).not.toMatch(/\b(?:undefined|NaN|Infinity|\[object)\b/);
  });
});

describe('the page', () => {
  it('shows text of the dump as text', async () => {
    const html = await renderHtml(readReport('nasty'), { locale: 'en' });
    expect(html).not.toMatch(/<img|<b onmouseover|<svg onload|<script>alert/);
    expect(html).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;');
  });

  it('carries the report for its scripts', async () => {
    const html = await renderHtml(readReport('typical'), { locale: 'en' });
    const data = /<script type="application\/json" id="report-data">(.*?)<\/script>/.exec(html)?.[1] ?? '';
    expect(JSON.parse(data).report).toEqual(readReport('typical'));
  });

  it('says in words what there is none of', async () => {
    expect(await renderHtml(readReport('one-event'), { locale: 'en' })).toContain(
      'No bounces: every message was accepted.',
    );
    expect(await renderHtml(readReport('empty'), { locale: 'fr' })).toContain(
      'Aucun événement sur cette période.',
    );
  });

  it('does not call it good news that nothing bounced when nothing was sent', async () => {
    const html = await renderHtml(readReport('empty'), { locale: 'en' });
    expect(html).not.toContain('every message was accepted');
    expect(html).not.toContain('<svg');
  });

  it('tells each chart in words', async () => {
    const html = await renderHtml(readReport('typical'), { locale: 'en' });
    expect(html).toContain(
      'aria-label="Bounce categories: Hard bounce 833 (58.4%); Soft bounce 479 (33.6%); Ignored 115 (8.1%)"',
    );
    expect(html.match(/<svg(?! role="img" aria-label=")/g)).toBeNull();
  });
});
