import { describe, expect, it } from 'vitest';
import { defaultLayout } from '../../src/layout/complete-layout.ts';
import { type EmailOptions, renderEmail } from '../../src/render/email.ts';
import { renderHtml } from '../../src/render/html.ts';
import { renderIndex } from '../../src/render/index-page.ts';
import { type ExecutionsData, unpackExecution } from '../../src/render/view/executions.ts';
import { formatOf } from '../../src/render/view/format-of.ts';
import { partialTitle } from '../../src/render/view/partial.ts';
import { widgets } from '../../src/render/widgets/index.ts';
import { partialReport } from '../support/partial-report.ts';
import { readReport, sentBefore } from './reports.ts';

const typical = readReport('typical');
const partial = partialReport(typical);
const title = { en: 'Partial report: only 2 of 3 shards answered', fr: 'seuls 2 shards sur 3 ont répondu' };

/** An arrangement without the findings. */
const bare = (() => {
  const layout = defaultLayout(widgets);
  const placed = layout.widgets.filter(({ id }) => id !== 'findings');
  return { ...layout, widgets: placed, removed: ['findings'] };
})();

describe('what a partial report lacks', () => {
  const words = (missing: Parameters<typeof partialTitle>[0], locale: 'en' | 'fr' = 'en') =>
    partialTitle(missing, formatOf(locale, 'UTC'))?.replace(/\s/g, ' ');

  it('is said in words', () => {
    expect(words({ shards: 12, answered: 1, unfinishedLoads: 0 })).toBe(
      'Partial report: only 1 of 12 shards answered',
    );
    expect(words({ shards: 1, answered: 1, unfinishedLoads: 1 })).toBe(
      'Partial report: 1 dump was still being loaded',
    );
    expect(words({ shards: 3, answered: 2, unfinishedLoads: 2 })).toBe(
      'Partial report: only 2 of 3 shards answered, and 2 dumps were still being loaded',
    );
    expect(words({ shards: 3, answered: 1, unfinishedLoads: 2 }, 'fr')).toBe(
      'Rapport partiel : seul 1 shard sur 3 a répondu, et 2 exports étaient encore en cours de chargement',
    );
    expect(words(null)).toBeUndefined();
  });
});

describe.each(['en', 'fr'] as const)('a partial report in %s', (locale) => {
  it('says so above its page and in its title, whatever the layout', () => {
    for (const layout of [null, bare]) {
      const html = renderHtml(partial, { locale, layout });
      expect(html.indexOf(title[locale])).toBeGreaterThan(0);
      expect(html.indexOf(title[locale])).toBeLessThan(html.indexOf('<header'));
      expect(html).toMatch(/<title>[^<]*\((partial|partiel)\) · /);
    }
  });

  it('says so first in its mail: in the list of mails, in the HTML and in the plain text', () => {
    const options: EmailOptions = { locale, layout: bare, crossed: [], attachments: [] };
    const { html, text, title: head } = renderEmail(partial, options);
    const [preheader = '', body = ''] = html.split('</h1>')[0]?.split(title[locale]).slice(1) ?? [];
    expect(preheader).toContain(' · ');
    expect(body).not.toBe('');
    expect(text.slice(0, 120).replace(/\s/g, ' ')).toContain(title[locale]);
    expect(head).toMatch(/\((partial|partiel)\)/);
  });
});

it('leaves a whole report without a mark anywhere', () => {
  const mail = renderEmail(typical, { locale: 'en', crossed: [], attachments: [] });
  const page = renderHtml(typical, { locale: 'en' });
  const list = renderIndex([{ report: typical, href: 'a/report.html' }], { locale: 'en', timezone: 'UTC' });
  for (const made of [mail.text, mail.title, page]) expect(made).not.toMatch(/partial/i);
  for (const made of [mail.html, list])
    expect(made.replace(/<style[\s\S]*?<\/style>|"index\.totalPartial":"[^"]*"/g, '')).not.toMatch(
      /class="partial|\(partial\)/,
    );
});

it('is not compared with an earlier report in its mail', () => {
  const earlier = sentBefore(typical, 1);
  const html = (report: typeof typical) =>
    renderEmail(report, { locale: 'en', crossed: [], attachments: [], earlier }).html;
  expect(html(typical)).toContain('class="comparison');
  expect(html(partial)).not.toContain('class="comparison');
});

it('is marked in the list of executions, in its row and in the sums', () => {
  const html = renderIndex(
    [
      { report: sentBefore(typical, 1), href: 'whole/report.html' },
      { report: partial, href: 'partial/report.html' },
    ],
    { locale: 'en', timezone: 'UTC' },
  );
  const rows = html.split('<tbody>')[1]?.split('</tr>') ?? [];
  expect(rows[0]).toContain(title.en);
  expect(rows[1]).not.toContain('artial report');
  expect(html).toContain('<th scope="row">Total (partial)</th>');
  const [, json] = /<script type="application\/json" id="executions-data">(.*)<\/script>/.exec(html) ?? [];
  const carried = (JSON.parse(json ?? '') as ExecutionsData).rows.map(unpackExecution);
  expect(carried.map((row) => row.partial)).toEqual([title.en, '']);
});
