import { describe, expect, it } from 'vitest';
import { cutReport, type PageReport, pageReport } from '../../src/render/cut-report.ts';
import { formatOf } from '../../src/render/view/format-of.ts';
import type { Row } from '../../src/render/view/table.ts';
import { engagementWidget } from '../../src/render/widgets/engagement.ts';
import { engagementHoursWidget } from '../../src/render/widgets/engagement-hours.ts';
import { engagementSinceSendWidget } from '../../src/render/widgets/engagement-since-send.ts';
import { linksWidget } from '../../src/render/widgets/links.ts';
import { mailClientsWidget } from '../../src/render/widgets/mail-clients.ts';
import type { Shown, Widget } from '../../src/render/widgets/widget.ts';
import { readReport } from './reports.ts';

const en = formatOf('en', 'Europe/Paris');

type Sections = PageReport['sections'];

/** What a page shows of the typical report, with other sections and totals. */
function pageWith(sections: Partial<Sections>, totals: Partial<PageReport['totals']> = {}): PageReport {
  const report = readReport('typical');
  const page = pageReport(cutReport(report, { reasons: 100, characters: 600 }), {
    window: 'whole',
    machines: 'excluded',
  });
  return { ...page, sections: { ...page.sections, ...sections }, totals: { ...page.totals, ...totals } };
}

function figuresOf(widget: Widget, page: PageReport): Shown {
  const shown = widget.show(page, en);
  if (shown.kind === 'empty') throw new Error('there are figures');
  return shown;
}

const textsOf = ({ header, cells }: Row): readonly string[] => [header, ...cells].map(({ text }) => text);

const link = (
  url: string | null,
  clicks: number,
  label: string | null = null,
): Sections['links']['rows'][number] => ({
  ...{ url, label, clicks, uniqueClicks: clicks, share: clicks / 100 },
  firstClick: '2026-11-22T08:00:00.000Z',
  medianClick: '2026-11-22T09:30:00.000Z',
  lastClick: '2026-11-23T10:00:00.000Z',
});

describe.each<[Widget, string]>([
  [engagementWidget, 'Nobody opened or clicked.'],
  [engagementSinceSendWidget, 'No open or click of a message whose send is known.'],
  [engagementHoursWidget, 'Nobody opened or clicked.'],
  [mailClientsWidget, 'The dump does not say what people read with.'],
  [linksWidget, 'Nobody clicked.'],
])('the widget $id', (widget, words) => {
  it('says so where there is nothing, and stays away where nobody placed it', () => {
    const page = pageWith({ [widget.id]: { rows: [] } });
    expect(widget.show(page, en)).toEqual({ kind: 'empty', words, good: false });
    expect(widget.appears?.(page)).toBe(false);
  });
});

describe('the engagement widget', () => {
  it('tells each activity with its formula and how soon it came', () => {
    const row = { activity: 'opens', count: 1234, unique: 1000, rate: 0.5 } as const;
    const page = pageWith({
      engagement: { rows: [{ ...row, medianSeconds: 7505, ninetiethSeconds: null }] },
    });
    const [opens] = figuresOf(engagementWidget, page).table.rows;
    expect(opens?.header.note).toBe('unique opens ÷ delivered');
    expect(opens === undefined ? [] : textsOf(opens)).toEqual([
      'Opens',
      '1,234',
      '1,000',
      '50.0%',
      '2 h 5 min',
      '–',
    ]);
  });
});

describe('the widget of the time since the send', () => {
  const counts = { opens: 5, clicks: 2, openers: 4, clickers: 1 };
  const page = pageWith({
    'engagement-since-send': {
      rows: [
        { afterSeconds: 0, untilSeconds: 3600, ...counts },
        { afterSeconds: 3600, untilSeconds: 7200, ...counts, opens: 9 },
        { afterSeconds: 108_000, untilSeconds: null, ...counts },
        { afterSeconds: null, untilSeconds: null, ...counts },
      ],
    },
  });

  it('lists the buckets, and last what came later and what is of no known send', () => {
    const { rows } = figuresOf(engagementSinceSendWidget, page).table;
    expect(rows.map(({ header }) => header.text)).toEqual([
      '0 s – 1 h',
      '1 h – 2 h',
      'later than 1 d 6 h',
      'send unknown',
    ]);
    expect(rows.map(({ remainder }) => remainder)).toEqual([false, false, true, true]);
  });

  it('draws the buckets alone, and says when most came', () => {
    const { chart, label } = figuresOf(engagementSinceSendWidget, page);
    expect(chart?.('line', { width: 500, height: null }, new Set()).spots).toHaveLength(2);
    expect(label).toContain('at most 9 from 1 h to 2 h');
  });

  it('draws no course of what is not tracked', () => {
    const clicked = pageWith(
      { 'engagement-since-send': page.sections['engagement-since-send'] },
      { opens: 0 },
    );
    const { chart } = figuresOf(engagementSinceSendWidget, clicked);
    const drawing = chart?.('line', { width: 500, height: null }, new Set());
    expect(drawing?.legend.map(({ series }) => series)).toEqual(['clicks']);
  });

  it('has no course where no send is known', () => {
    const rows = [{ afterSeconds: null, untilSeconds: null, ...counts }];
    expect(engagementSinceSendWidget.appears?.(pageWith({ 'engagement-since-send': { rows } }))).toBe(false);
  });
});

describe('the widget of days and hours', () => {
  const rows = Array.from({ length: 168 }, (_, index) => ({
    weekday: Math.floor(index / 24) + 1,
    hour: index % 24,
    opens: index === 24 + 9 ? 7 : index % 24 === 23 ? 1 : 0,
    clicks: index === 0 ? 3 : 0,
  }));

  it('sums up each day by its four parts', () => {
    const { table, label } = figuresOf(engagementHoursWidget, pageWith({ 'engagement-hours': { rows } }));
    expect(table.rows.slice(0, 2).map(textsOf)).toEqual([
      ['Mon', '0', '0', '0', '1', '1', '3'],
      ['Tue', '0', '7', '0', '1', '8', '0'],
    ]);
    expect(label).toBe('Opens, Europe/Paris: at most 7 on Tue, 09:00 – 10:00');
  });

  it('shows clicks where no opens are counted', () => {
    const clicked = rows.map((row) => ({ ...row, opens: 0 }));
    const page = pageWith({ 'engagement-hours': { rows: clicked } }, { opens: 0 });
    expect(figuresOf(engagementHoursWidget, page).label).toBe(
      'Clicks, Europe/Paris: at most 3 on Mon, 00:00 – 01:00',
    );
  });
});

describe('the widget of mail clients', () => {
  const reader = (kind: 'device' | 'client', name: string | null, opens: number) =>
    ({ kind, name, opens, openShare: opens / 100, clicks: 0, clickShare: null }) as const;

  it('lists devices, the clients most used, the others together, and what did not tell last', () => {
    const clients = Array.from({ length: 13 }, (_, index) => reader('client', `Client ${index}`, 5));
    const rows = [
      reader('device', 'phone', 60),
      reader('device', null, 40),
      ...clients,
      reader('client', null, 35),
    ];
    const { table } = figuresOf(
      mailClientsWidget,
      pageWith({ 'mail-clients': { rows } }, { opens: 100, clicks: 0 }),
    );
    expect(table.rows.map(textsOf).slice(0, 3)).toEqual([
      ['Phone', 'Device', '60', '60.0%', '0', '–'],
      ['Unknown', 'Device', '40', '40.0%', '0', '–'],
      ['Client 0', 'Program', '5', '5.0%', '0', '–'],
    ]);
    expect(table.rows.slice(-2).map(textsOf)).toEqual([
      ['3 other programs', 'Program', '15', '15.0%', '0', '–'],
      ['Unknown', 'Program', '35', '35.0%', '0', '–'],
    ]);
  });

  it('shows a single other one rather than summing it up', () => {
    const rows = Array.from({ length: 11 }, (_, index) => reader('client', `Client ${index}`, 5));
    const { table } = figuresOf(mailClientsWidget, pageWith({ 'mail-clients': { rows } }));
    expect(table.rows.map(({ header }) => header.text)).toContain('Client 10');
  });
});

describe('the widget of links', () => {
  const rowsOf = (...rows: Sections['links']['rows']): readonly Row[] =>
    figuresOf(linksWidget, pageWith({ links: { rows } }, { clicks: 100 })).table.rows;

  it('names a link by its label, with its address below', () => {
    const [row] = rowsOf(link('https://www.example.com/shop', 60, 'Shop now'));
    expect(row?.header).toMatchObject({
      text: 'Shop now',
      note: 'www.example.com/shop',
      href: 'https://www.example.com/shop',
    });
    expect(row?.cells.map(({ text }) => text)).toEqual([
      ...['60', '60', '60.0%'],
      ...['22 Nov 2026, 09:00', '22 Nov 2026, 10:30', '23 Nov 2026, 11:00'],
    ]);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@example.com',
    '/shop',
    'https://',
    'https://a.example/…@…',
  ])('leads nowhere from %j', (url) => {
    expect(rowsOf(link(url, 60))[0]?.header.href).toBe('');
  });

  it('cuts a long address in its middle, and keeps all of it for those who point at it', () => {
    const url = `https://www.example.com/${'long/'.repeat(30)}end.html`;
    const [row] = rowsOf(link(url, 60));
    expect(row?.header.text).toMatch(/^www\.example\.com\/long.*….*\/end\.html$/);
    expect(row?.header.text).toHaveLength(81);
    expect(row?.header.more).toBe(url);
    expect(row?.header.href).toBe(url);
  });

  it('has a row for the clicks of no link, and one for all that it has no room for', () => {
    const many = Array.from({ length: 30 }, (_, index) => link(`https://example.com/${index}`, 2));
    const rows = rowsOf(link(null, 10), ...many);
    expect(rows).toHaveLength(21);
    expect(rows[0]?.header.text).toBe('No link given');
    // 100 clicks less 10 and 19 times 2.
    expect(rows.at(-1)).toMatchObject({ remainder: true, header: { text: 'Other links' } });
    expect(rows.at(-1)?.cells[0]?.text).toBe('52');
  });

  it('is of no use where clicks name no link', () => {
    expect(linksWidget.appears?.(pageWith({ links: { rows: [link(null, 10)] } }))).toBe(false);
  });

  it('holds no more links than a page can, and no longer ones', () => {
    const report = readReport('typical');
    const rows = Array.from({ length: 300 }, (_, index) =>
      link(`https://example.com/${index}/${'x'.repeat(500)}`, 1),
    );
    const cut = cutReport(
      { ...report, sections: { ...report.sections, links: { rows } } },
      { reasons: 2000, characters: 60 },
    );
    const kept = cut.report.sections.links.rows;
    expect(kept).toHaveLength(200);
    expect(kept[0]?.url).toHaveLength(60);
  });
});
