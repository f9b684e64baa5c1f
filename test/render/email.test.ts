import { describe, expect, it } from 'vitest';
import { defaultLayout } from '../../src/layout/complete-layout.ts';
import type { Layout } from '../../src/layout/layout.ts';
import { locales } from '../../src/locales/locale.ts';
import { translate } from '../../src/locales/translate.ts';
import { type EmailOptions, renderEmail } from '../../src/render/email.ts';
import { openPageRenderer } from '../../src/render/page-worker.ts';
import { widgets } from '../../src/render/widgets/index.ts';
import type { Report } from '../../src/report/report.ts';
import { readReport, reportNames } from './reports.ts';

const plain: EmailOptions = { locale: 'en', crossed: [], attachments: [] };

/** The default layout with other views, in another order where one is given. */
function layoutWith(views: Readonly<Record<string, string>>, removed: readonly string[] = []): Layout {
  const layout = defaultLayout(widgets);
  return {
    ...layout,
    widgets: layout.widgets
      .filter(({ id }) => !removed.includes(id))
      .map((placed) => ({ ...placed, view: views[placed.id] ?? placed.view })),
    removed,
  };
}

/** A report whose every bounce and error has a reason of its own. */
function withReasons(length: number, text: (index: number) => string): Report {
  const report = readReport('nasty');
  const rows = Array.from({ length }, (_, index) => ({
    reason: text(index),
    code: text(index + length),
    status: null,
    category: 'hard' as const,
    count: 1,
    share: 1 / length,
  }));
  const errors = rows.map(({ category: _, status: __, ...row }) => row);
  return {
    ...report,
    delivery: { ...report.delivery, id: text(0), label: text(1) },
    sections: { ...report.sections, 'bounce-reasons': { rows }, 'error-reasons': { rows: errors } },
  };
}

/** A text on one line, each run of white space, no-break spaces too, as one space. */
const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What somebody reads in HTML. */
const wordsOf = (html: string): string =>
  onOneLine(html.replace(/<style[\s\S]*?<\/style>|<[^>]+>|&nbsp;/g, ' ').replaceAll('&#x3D;', '='));

const headings = (html: string): readonly string[] =>
  [...html.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, title]) => title ?? '');

describe.each(reportNames)('the mail of the report "%s"', (name) => {
  describe.each(locales)('in %s', (locale) => {
    const render = (options: Partial<EmailOptions> = {}) =>
      renderEmail(readReport(name), { ...plain, locale, ...options });

    it('is the same each time, and within its size', () => {
      const edition = render();
      expect(render()).toEqual(edition);
      expect(Buffer.byteLength(edition.html)).toBeLessThanOrEqual(100_000);
      const pictures = edition.pictures.reduce((sum, { png }) => sum + png.length, 0);
      expect(Buffer.byteLength(edition.html) + pictures).toBeLessThanOrEqual(200_000);
    });

    it('asks for its own pictures and for nothing else', () => {
      const { html, pictures } = render();
      const asked = [...html.matchAll(/ (?:src|href|background|action)="([^"]*)"/g)].map(
        ([, address]) => address,
      );
      expect(asked).toEqual(pictures.map(({ cid }) => `cid:${cid}`));
      expect(html).not.toMatch(
        /<(?:script|link|iframe)\b|<style[^>]*>[^<]*(?:url\(|@import|@font-face)|style="[^"]*url\(/,
      );
    });

    it('says nothing that is no word or figure', () => {
      const { html, text, title } = render({ earlier: readReport('typical') });
      expect(html).toContain(`<html lang="${locale}"`);
      for (const part of [html, text, title]) {
        expect(part).not.toMatch(/\b(?:undefined|NaN|Infinity|\[object)\b|\{\w+\}(?!\})/);
      }
    });

    it('has a plain text in lines that mail programs leave as they are', () => {
      const { text } = render({ earlier: readReport(name), attachments: ['pdf', 'csv', 'html'] });
      for (const line of text.split('\n')) {
        expect(line.length, line).toBeLessThanOrEqual(78);
        expect(line).toBe(line.trimEnd());
      }
      expect(text).not.toMatch(/\p{Cc}(?<!\n)|&(?:amp|lt|gt|quot|nbsp|#\w+);/u);
    });
  });
});

describe('the HTML of a mail', () => {
  it('shows text of the dump as text', () => {
    const { html } = renderEmail(readReport('nasty'), { ...plain, earlier: readReport('nasty') });
    expect(html).not.toMatch(/<img src=x|<b onmouseover|<svg|<script/);
    expect(html).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;');
    expect(html).toContain('{{constructor}}');
    expect(html).not.toMatch(/\p{Cc}(?<!\n)/u);
  });

  it('gives the figures of its pictures in words', () => {
    const { html } = renderEmail(readReport('typical'), plain);
    expect(html).toContain(
      'alt="Bounce categories: Hard bounce 833 (58.4%); Soft bounce 479 (33.6%); Ignored 115 (8.1%)"',
    );
    for (const [image] of html.matchAll(/<img [^>]*>/g)) expect(image).toMatch(/ alt="[^"]{40,}"/);
  });

  it('has the first eight reasons in a table, and a row for the others', () => {
    const { html } = renderEmail(readReport('typical'), plain);
    const [, table = ''] =
      /(<table[^>]*aria-label="Bounce reasons"[\s\S]*?<\/table>\s*<\/div>)/.exec(html) ?? [];
    expect(table.match(/<th scope="col"/g)).toHaveLength(3);
    expect(table.match(/<th scope="row"/g)).toHaveLength(9);
    expect(wordsOf(table)).toMatch(
      /^Reason · Code · Category Count Share Mailbox does not exist 550 5\.1\.1/,
    );
    expect(wordsOf(table)).toMatch(/5 other reasons 50 3\.5%$/);
  });

  it('explains a code below the first reason that has it, and so does its plain text', () => {
    const { html, text } = renderEmail(readReport('typical'), plain);
    const words = 'The mailbox does not exist. Remove the address.';
    expect(wordsOf(html).split(words)).toHaveLength(2);
    expect(onOneLine(text).split(words)).toHaveLength(2);
  });

  it('lays out by tables that are none to those who hear it', () => {
    const { html } = renderEmail(readReport('typical'), plain);
    for (const [table] of html.matchAll(/<table [^>]*>/g))
      expect(table).toMatch(/role="presentation"|aria-label=/);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  it('has its pictures beside it where it is a file', () => {
    const { fileHtml, pictures } = renderEmail(readReport('typical'), plain);
    expect(pictures.map(({ name }) => name)).toEqual([
      'email-performance.png',
      'email-performance-narrow.png',
      'sending-statistics.png',
      'bounce-categories.png',
    ]);
    for (const { name } of pictures) expect(fileHtml).toContain(` src="email/${name}"`);
    expect(fileHtml).not.toContain('cid:');
  });

  it.each([
    ['many', 1000, (index: number) => `reason ${index}`],
    ['long ones', 100, (index: number) => `${index} ${'All work and no play. '.repeat(60)}`],
    ['long ones in another script', 100, (index: number) => `${index}${'受信者不明'.repeat(240)}`],
    ['ones that take six characters for one', 100, (index: number) => `${index}${'"'.repeat(1200)}`],
    ['ones in letters of four bytes', 100, (index: number) => `${index}${'𝕏'.repeat(1200)}`],
  ])('is small enough with %s for reasons, codes and names', (_what, length, text) => {
    const report = withReasons(length, text);
    const tables = layoutWith(Object.fromEntries(widgets.map(({ id }) => [id, 'table'])));
    for (const layout of [null, tables, layoutWith({ 'bounce-reasons': 'bar', 'error-reasons': 'bar' })]) {
      const options = { layout, earlier: report, attachments: ['pdf', 'csv', 'html'] as const };
      const edition = renderEmail(report, { ...plain, locale: 'fr', ...options });
      expect(Buffer.byteLength(edition.html)).toBeLessThanOrEqual(100_000);
      for (const line of edition.text.split('\n')) expect(line.length).toBeLessThanOrEqual(78);
    }
  });
});

describe('the sections of a mail', () => {
  it('come as on the page', () => {
    expect(headings(renderEmail(readReport('typical'), plain).html)).toEqual([
      'Email performance',
      'Sending statistics',
      'Bounce categories',
      'Bounce reasons',
      'Error reasons',
    ]);
  });

  it('follow the layout: which there are, and with which view', () => {
    const shown = [
      'Bounce reasons',
      'Bounce categories',
      'Sending statistics',
      'Email performance',
      'Email summary',
    ];
    const others = widgets.filter(({ title }) => !shown.includes(translate('en').text(title)));
    const layout = layoutWith(
      { 'bounce-categories': 'table', 'email-summary': 'bar' },
      others.map(({ id }) => id),
    );
    const { html, pictures } = renderEmail(readReport('typical'), {
      ...plain,
      layout: { ...layout, widgets: [...layout.widgets].reverse() },
    });
    expect(headings(html)).toEqual(shown);
    expect(html).toContain('aria-label="Bounce categories"');
    expect(pictures.map(({ name }) => name)).toContain('email-summary.png');
    expect(pictures.map(({ name }) => name)).not.toContain('bounce-categories.png');
  });

  it('are a table where the picture would lack letters', () => {
    const layout = layoutWith({ 'bounce-reasons': 'bar', 'error-reasons': 'bar' });
    const names = (name: string) =>
      renderEmail(readReport(name), { ...plain, layout }).pictures.map((picture) => picture.name);
    expect(names('typical')).toContain('bounce-reasons.png');
    expect(names('nasty')).not.toContain('bounce-reasons.png');
    expect(names('nasty')).toContain('error-reasons.png');
  });

  it('say in words what there is none of', () => {
    const { html, text, pictures } = renderEmail(readReport('empty'), { ...plain, locale: 'fr' });
    expect(wordsOf(html)).toContain('Performances des emails Aucun événement sur cette période.');
    expect(text).toContain('Causes des bounces\n------------------\nAucun envoi.\n');
    expect(pictures).toEqual([]);
  });
});

describe('the plain text of a mail', () => {
  it('aligns its figures', () => {
    const { text } = renderEmail(readReport('typical'), plain);
    expect(text).toContain(
      [
        'Email live report',
        'Spring sale 2026: early access for members',
        '==========================================',
        '',
        'Events     12 Mar 2026, 09:04 – 13 Mar 2026, 20:55',
        'Window     Global view',
        'Time zone  Europe/Paris (UTC+01:00)',
        '',
        'Sent       50,000',
        'Delivered  48,561  97.1%',
        'Bounces     1,427   2.9%',
        'Errors        212  0.42%',
        'Opens      26,310  37.5%  18,204 unique, 9,120 by machines',
        'Clicks      4,873   7.4%  3,611 unique, 402 by machines',
      ].join('\n'),
    );
  });

  it('has the text of the dump as it is', () => {
    const { text } = renderEmail(readReport('nasty'), plain);
    expect(text).toContain(
      '<img src=x onerror=alert(1)> & "quotes" — رسالة إخبارية 通讯 {{constructor}}\n===',
    );
    expect(text).toContain('"><svg onload=alert(1)> · Hard bounce');
  });
});

describe('what a mail says besides', () => {
  it('is first what needs attention, where rates are past their limits', () => {
    const crossed = [{ rate: 'bounces', value: 0.072, limit: 0.05 }] as const;
    const { html, text } = renderEmail(readReport('typical'), { ...plain, crossed });
    expect(onOneLine(html)).toMatch(
      /opacity:0;overflow:hidden;">Bounces 7.2%, above the limit of 5% · Sent 50,000 ·/,
    );
    expect(wordsOf(html)).toContain('Needs attention Bounces 7.2%, above the limit of 5% Sent 50,000');
    expect(text).toContain('Needs attention\n! Bounces 7.2%, above the limit of 5%\n');
  });

  it('compares with an earlier report', () => {
    const report = readReport('typical');
    const earlier = {
      ...report,
      delivery: { ...report.delivery, id: 'winter', label: 'Winter <sale>' },
      rates: { ...report.rates, delivered: 0.9672 },
    };
    const { html, text } = renderEmail(report, { ...plain, earlier });
    const line = 'Compared with Winter <sale>, 12 Mar 2026: delivered 97.1% (+0.4 points),';
    expect(onOneLine(text)).toContain(line);
    expect(onOneLine(html)).toContain(line.replace('<sale>', '&lt;sale&gt;'));
  });

  it('is at last what is attached, where every row went and what the rates mean', () => {
    const { html, text } = renderEmail(readReport('typical'), { ...plain, attachments: ['pdf', 'csv'] });
    for (const words of [wordsOf(html), onOneLine(text)]) {
      expect(words).toContain('Attached: the report as PDF, its figures as CSV');
      expect(words).toContain(
        '136,056 read = 134,511 counted + 1,203 duplicates + 7 rejected + 310 ignored + 25 test',
      );
      expect(words).toContain('Open rate: unique opens ÷ delivered = 18,204 ÷ 48,561 = 37.5%');
      expect(words).toMatch(/Data up to 13 Mar 2026, 20:55$/);
    }
    expect(renderEmail(readReport('typical'), plain).text).not.toContain('Attached');
  });
});

describe('the thread that draws pages', () => {
  it('makes the same mail', async () => {
    const report = readReport('typical');
    const edition = await openPageRenderer().renderEmail(report, plain);
    expect({
      ...edition,
      pictures: edition.pictures.map(({ png }) => Buffer.from(png).toString('base64')),
    }).toEqual({
      ...renderEmail(report, plain),
      pictures: renderEmail(report, plain).pictures.map(({ png }) => Buffer.from(png).toString('base64')),
    });
  });
});
