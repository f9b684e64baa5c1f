import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { defaultLayout } from '../../src/layout/complete-layout.ts';
import { locales } from '../../src/locales/locale.ts';
import { decodeBase85 } from '../../src/render/base85.ts';
import { cutReport, pageReport } from '../../src/render/cut-report.ts';
import type { EmbeddedReport } from '../../src/render/embedded-report.ts';
import { renderHtml } from '../../src/render/html.ts';
import { usualWidgets } from '../../src/render/usual-widgets.ts';
import { widgets } from '../../src/render/widgets/index.ts';
import type { Report } from '../../src/report/report.ts';
import { type SectionId, sectionSchemas } from '../../src/report/sections/index.ts';
import { readReport, reportNames } from './reports.ts';

const hashOf = (content: string | undefined): string =>
  `sha256-${createHash('sha256')
    .update(content ?? '')
    .digest('base64')}`;

/** What the scripts of a page are given. */
function embeddedIn(html: string): EmbeddedReport {
  const packed = /id="pack-report">([^<]*)</.exec(html)?.[1] ?? '';
  return JSON.parse(gunzipSync(decodeBase85(packed)).toString('utf8'));
}

/** Bounce reasons of one event each. */
const reasonsOf = (length: number, text: (index: number) => string) =>
  Array.from({ length }, (_, index) => ({
    reason: text(index),
    code: '5.1.1',
    status: '5.1.1',
    category: 'hard' as const,
    count: 1,
    share: 1 / length,
  }));

function withReasons(rows: ReturnType<typeof reasonsOf>): Report {
  const report = readReport('typical');
  return { ...report, sections: { ...report.sections, 'bounce-reasons': { rows } } };
}

describe.each(reportNames)('the page of the report "%s"', (name) => {
  it.each(locales)('is the same each time in %s, and within its size', (locale) => {
    const html = renderHtml(readReport(name), { locale });
    expect(renderHtml(readReport(name), { locale })).toBe(html);
    expect(Buffer.byteLength(html)).toBeLessThan(name === 'nasty' ? 400_000 : 360_000);
    expect(html).toContain(`<html lang="${locale}">`);
  });

  it('has a widget for each section that has something to say, in order', () => {
    const report = readReport(name);
    const html = renderHtml(report, { locale: 'en' });
    const cut = cutReport(report, { reasons: 10, characters: 100 });
    const usual = usualWidgets(pageReport(cut, { window: 'whole', machines: 'excluded' }));
    const ids = usual.map(({ widget }) => widget.id);
    expect([...html.matchAll(/data-section="([^"]+)"/g)].map(([, id]) => id)).toEqual(ids);
    expect(Object.keys(sectionSchemas).filter((id) => ids.includes(id as SectionId))).toEqual(ids);
  });

  it('lets run and wears only what it was made with', () => {
    const html = renderHtml(readReport(name), { locale: 'en' });
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
  it('shows text of the dump as text', () => {
    const html = renderHtml(readReport('nasty'), { locale: 'en' });
    expect(html).not.toMatch(/<img|<b onmouseover|<svg onload|<script>alert/);
    expect(html).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;');
  });

  it('carries the report for its scripts', () => {
    const html = renderHtml(readReport('typical'), { locale: 'en' });
    const { report, dictionary, language } = embeddedIn(html);
    expect(report).toEqual(readReport('typical'));
    expect(language).toBe('en');
    expect(dictionary['metric.sent']).toBe('Sent');
    expect(Object.keys(dictionary).filter((key) => /^(?:index|print|email)\./.test(key))).toEqual([]);
  });

  it('explains a code below the first reason that has it, and carries the words for no other code', () => {
    const html = renderHtml(withReasons(reasonsOf(3, String)), { locale: 'en' });
    const words = 'The mailbox does not exist. Remove the address.';
    expect(html.match(/<bdi>\d<\/bdi> <small>[^<]*<\/small>/g)).toEqual([
      `<bdi>0</bdi> <small>${words}</small>`,
    ]);
    const explained = Object.keys(embeddedIn(html).dictionary).filter((key) =>
      /^(enhanced|reply|step)/.test(key),
    );
    expect(explained).toEqual(['enhanced.1.1', 'step.remove']);
  });

  it('carries as many reasons as it has room for, and says how many it left out', () => {
    const reasons = reasonsOf(50_000, (index) => `${hashOf(String(index))} is not here`);
    const html = renderHtml(withReasons(reasons), { locale: 'en' });
    const embedded = embeddedIn(html);
    const kept = embedded.report.sections['bounce-reasons'].rows;
    expect(kept).toEqual(reasons.slice(0, kept.length));
    expect(kept.length).toBeGreaterThan(100);
    expect(embedded.omitted.whole['bounce-reasons'].reasons).toBe(50_000 - kept.length);
    expect(embedded.omitted.whole['error-reasons']).toEqual({ reasons: 0, count: 0 });
  });

  it.each([
    ['many reasons', 1000, (index: number) => `${hashOf(String(index)).repeat(4)} ${index}`],
    ['long ones', 100, (index: number) => `${index} ${'All work and no play. '.repeat(30)}`],
    ['long ones in another script', 100, (index: number) => `${index}${'受信者不明'.repeat(120)}`],
    ['ones that take six characters for one', 100, (index: number) => `${index}${'"'.repeat(600)}`],
  ])('is no larger than it may be with %s', (_what, length, text) => {
    const layout = defaultLayout(widgets);
    const wide = layout.widgets.map((placed, index) => ({
      ...placed,
      column: 0,
      columns: 12,
      row: index * 12,
    }));
    for (const options of [{}, { layout: { ...layout, widgets: wide } }]) {
      const html = renderHtml(withReasons(reasonsOf(length, text)), { locale: 'fr', ...options });
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(400_000);
    }
  });

  it('says in words what there is none of', () => {
    expect(renderHtml(readReport('one-event'), { locale: 'en' })).toContain(
      'No bounces: every message was accepted.',
    );
    expect(renderHtml(readReport('empty'), { locale: 'fr' })).toContain('Aucun événement sur cette période.');
  });

  it('does not call it good news that nothing bounced when nothing was sent', () => {
    const html = renderHtml(readReport('empty'), { locale: 'en' });
    expect(html).not.toContain('every message was accepted');
    expect(html).not.toContain('class="picture');
  });

  it('tells each chart in words', () => {
    const html = renderHtml(readReport('typical'), { locale: 'en' });
    expect(html).toContain(
      '<p id="bounce-categories-words" hidden>Bounce categories: Hard bounce 833 (58.4%); Soft bounce 479 (33.6%); Ignored 115 (8.1%)</p>',
    );
    expect(html).toContain('<svg role="img" aria-labelledby="bounce-categories-words"');
    expect(html.match(/<svg(?! role="img" aria-labelledby="| [^>]*aria-hidden)/g)).toBeNull();
  });
});
